import Exchanges
import Messages

/// Recorded market data as events whose times never go back.
public protocol EventSource {
    /// Puts the next event there; false at the end. Problems of single lines go into the report, and the data
    /// goes on.
    mutating func next(into event: inout MarketEvent) throws(StorageError) -> Bool

    /// What could not be used so far.
    var report: SourceReport { get }

    /// Candles before the first event, to warm up from, by time and symbol; whole once that is taken.
    var history: [Kline] { get }
}

extension EventSource {
    /// None, unless a source says otherwise.
    public var history: [Kline] { [] }

    /// The next event; `nil` at the end.
    public mutating func next() throws(StorageError) -> MarketEvent? {
        var event = MarketEvent.none
        return try next(into: &event) ? event : nil
    }

    /// All that is left, in memory: for backtests and tests.
    public mutating func all() throws(StorageError) -> [MarketEvent] {
        var events: [MarketEvent] = []
        var event = MarketEvent.none
        while try next(into: &event) { events.append(event) }
        return events
    }
}
