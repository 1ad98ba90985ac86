import Exchanges
import Market

/// The times that a request names.
struct AskedSpan: Sendable {
    var start: Timestamp?
    var end: Timestamp?

    /// All times.
    static let always = AskedSpan()

    var hasStart: Bool { start != nil }
    var hasEnd: Bool { end != nil }

    func contains(_ time: Timestamp) -> Bool { time >= start ?? .zero && time <= end ?? .never }
}

extension Parameters {
    /// The times that are asked for: no more than `most` between them.
    func span(most: TimeSpan) throws(ExchangeError) -> AskedSpan {
        let span = AskedSpan(start: try time("startTime"), end: try time("endTime"))
        if let start = span.start, let end = span.end {
            guard start <= end else { throw ExchangeError.invalid("startTime") }
            guard end - start <= most else { throw ExchangeError.windowTooWide }
        }
        return span
    }
}
