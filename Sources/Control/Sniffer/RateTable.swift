import Market

/// Counts frames per topic between two ticks.
struct RateTable {
    /// Topics that are shown by name where lines go on and on, and where they are drawn in place.
    private static let (few, many) = (4, 16)

    private var counts: [[UInt8]: Int] = [:]
    private var since: Timestamp
    /// Lines that stand on the terminal since the last tick.
    private var drawn = 0

    init(began: Timestamp) { since = began }

    mutating func take(topic: UnsafeRawBufferPointer) { counts[Array(topic), default: 0] += 1 }

    /// The busiest topics since the last tick, aligned, and what the others come to; JSON: one object with
    /// all. `isDrawn`: over those of the last tick.
    mutating func tick(isJSON: Bool, isDrawn: Bool = false, at now: Timestamp) -> String {
        let seconds = max(1e-9, Double((now - since).nanoseconds) / 1e9)
        let rows = counts.map { (topic: $0.key, count: $0.value) }
            .sorted { ($1.count, ForeignText.shown($0.topic)) < ($0.count, ForeignText.shown($1.topic)) }
        let total = Self.rate(counts.values.reduce(0, +), seconds)
        counts.removeAll(keepingCapacity: true)
        since = now
        guard !isJSON else { return Self.json(rows, total, seconds, now) }
        let shown = rows.prefix(isDrawn ? Self.many : Self.few)
        var lines = ["\(now)", Self.line(total, "in all, \(rows.count) topics")]
        lines += shown.map { Self.line(Self.rate($0.count, seconds), ForeignText.shown($0.topic)) }
        let others = rows.dropFirst(shown.count)
        if !others.isEmpty {
            let sum = others.reduce(0) { $0 + $1.count }
            lines.append(Self.line(Self.rate(sum, seconds), "\(others.count) others"))
        }
        return isDrawn ? drawing(lines) : lines.joined(separator: "\n") + "\n"
    }

    /// Goes up to where the last table began, and writes this one over it.
    private mutating func drawing(_ lines: [String]) -> String {
        let up = drawn > 0 ? "\u{1B}[\(drawn)A\u{1B}[J" : ""
        drawn = lines.count
        return up + lines.map { DisplayText.clipped($0, to: 78) + "\n" }.joined()
    }

    private static func json(
        _ rows: [(topic: [UInt8], count: Int)], _ total: Double, _ seconds: Double, _ now: Timestamp
    ) -> String {
        let topics = rows.map { (name: ForeignText.shown($0.topic), rate: rate($0.count, seconds)) }
            .sorted { $0.name < $1.name }.map { "\(ForeignText.json($0.name)):\($0.rate)" }
        return SafeIntegers.quoted(
            "{\"at\":\(now.nanoseconds),\"total\":\(total),\"rate\":{\(topics.joined(separator: ","))}}\n")
    }

    private static func line(_ rate: Double, _ what: String) -> String {
        DisplayText.padded("\(rate)", to: 10, isLeft: false) + "/s  " + what
    }

    private static func rate(_ count: Int, _ seconds: Double) -> Double {
        (Double(count) / seconds * 10).rounded() / 10
    }
}
