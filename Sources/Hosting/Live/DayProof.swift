import Market

/// The mark that simulated days leave which were played on a build without a breach
/// (`strata doctor --prove`).
public struct DayProof: Sendable, Hashable {
    /// So many days LIVE asks for.
    public static let leastDays = 1000
    /// The first line of its file.
    private static let head = "strata-proof 1"

    /// Of all programs that trade, together (`ProgramSet`).
    public let build: UInt64
    /// Each day has a seed of its own.
    public let seeds: ClosedRange<UInt64>
    /// When the last one ended.
    public let ended: Timestamp

    public init(build: UInt64, seeds: ClosedRange<UInt64>, ended: Timestamp) {
        (self.build, self.seeds, self.ended) = (build, seeds, ended)
    }

    /// How many days were played.
    public var days: Int { Int(clamping: seeds.upperBound - seeds.lowerBound) &+ 1 }

    /// A build as a person reads it.
    public static func text(of build: UInt64) -> String {
        let digits = String(build, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// What its file holds.
    public var text: String {
        """
        \(Self.head)
        build \(Self.text(of: build))
        seeds \(seeds.lowerBound)..\(seeds.upperBound)
        days \(days)
        ended \(ended)
        result held

        """
    }

    /// Reads what `text` wrote; `nil` of anything else, down to the letter.
    public init?(_ text: String) {
        var lines: [Substring: Substring] = [:]
        for line in text.split(separator: "\n").dropFirst() {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { lines[parts[0]] = parts[1] }
        }
        guard let build = lines["build"].flatMap({ UInt64($0, radix: 16) }),
            let seeds = lines["seeds"].flatMap({ Self.seeds(String($0)) }),
            let ended = lines["ended"].flatMap({ Timestamp(iso8601: String($0)) })
        else { return nil }
        self.init(build: build, seeds: seeds, ended: ended)
        guard self.text == text else { return nil }
    }

    /// Seeds as in "1..1000" or "7".
    public static func seeds(_ text: String) -> ClosedRange<UInt64>? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 1 || parts.count == 3 && parts[1].isEmpty, let first = UInt64(parts[0]),
            let last = parts.last.flatMap({ UInt64($0) }), first <= last
        else { return nil }
        return first...last
    }
}
