/// Builds candles of a longer timeframe out of closed shorter ones.
@frozen public struct CandleBuilder: BitwiseCopyable, Sendable {
    public let timeframe: Timeframe
    private var building: Candle?

    public init(_ timeframe: Timeframe) {
        self.timeframe = timeframe
        building = nil
    }

    /// Takes the next closed shorter candle; answers the longer one that closes with it.
    /// A longer candle that lacks its beginning or end is never answered: only a period whose first
    /// and last shorter candles were seen counts as whole.
    public mutating func add(_ candle: Candle) -> Candle? {
        let start = candle.openTime.floor(to: timeframe.span)
        if var current = building, current.openTime == start {
            current.merge(candle)
            building = current
        } else {
            building = candle.openTime == start ? candle : nil
        }
        guard let current = building, current.closeTime == start + timeframe.span else { return nil }
        building = nil
        return current
    }
}
