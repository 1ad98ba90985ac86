import Exchanges
import Market

/// A line of a recording in cryptofeed's form: "1652459225.5073643: {…}" is what came at that second since
/// 1970; what was sent, and what was connected, begins with the URL.
enum TapeLine: Sendable, Equatable {
    /// A message that came, from this place in the line on.
    case received(Timestamp, from: Int)
    /// Something that tells nothing of the market.
    case other

    /// Reads a line; `nil` where it is of no such form.
    init?(_ line: UnsafeRawBufferPointer) {
        guard let first = line.first, !line.starts(with: Array("ws".utf8)) else {
            self = .other
            return
        }
        guard first >= 48, first <= 57, let colon = line.prefix(32).firstIndex(of: UInt8(ascii: ":")),
            let time = Self.time(UnsafeRawBufferPointer(rebasing: line[..<colon]))
        else { return nil }
        let isSpaced = colon + 1 < line.count && line[colon + 1] == UInt8(ascii: " ")
        self = .received(time, from: isSpaced ? colon + 2 : colon + 1)
    }

    /// Seconds since 1970 with a fraction of up to nine digits.
    private static func time(_ text: UnsafeRawBufferPointer) -> Timestamp? {
        let point = text.firstIndex(of: UInt8(ascii: ".")) ?? text.count
        let fraction = text[min(point + 1, text.count)...]
        guard fraction.count <= 9, point > 0, point <= 10,
            let seconds = FieldText.integer(UnsafeRawBufferPointer(rebasing: text[..<point])),
            seconds < 9_000_000_000
        else { return nil }
        var nanoseconds: Int64 = 0
        for place in 0..<9 {
            let digit = place < fraction.count ? fraction[fraction.startIndex + place] &- 48 : 0
            guard digit <= 9 else { return nil }
            nanoseconds = nanoseconds * 10 + Int64(digit)
        }
        return Timestamp(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
    }
}
