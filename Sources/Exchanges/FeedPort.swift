import Messages

/// Where market data comes in.
public protocol FeedPort {
    /// The next event, in order; `nil` at the end.
    mutating func next() throws -> RecordedEvent?

    /// Candles before the first event, to warm up from, by time and symbol.
    var history: [Kline] { get }

    /// What could not be used so far, with places, for a person: the first of it, and all by number.
    var complaints: FeedComplaints { get }
}
