import Market

/// The newest row that is there already: what follows it is fetched.
public struct HistoryPlace: Sendable, Hashable {
    /// Open time of a candle, time of a trade or a funding.
    public var time: Timestamp
    /// Number of a trade; zero of what has none.
    public var id: Int64

    public init(time: Timestamp, id: Int64 = 0) { (self.time, self.id) = (time, id) }
}
