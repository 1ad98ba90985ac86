/// One closed candle. Volumes are statistics and so `Double`: a meme pair trades more units in a day
/// than Int64 holds at 1e-8.
@frozen public struct Candle: BitwiseCopyable, Sendable, Hashable {
    /// The first moment of the period.
    public var openTime: Timestamp
    /// The moment at which the candle is known (open time + length): its event time.
    public var closeTime: Timestamp
    public var open: Price
    public var high: Price
    public var low: Price
    public var close: Price
    /// Base asset units traded.
    public var volume: Double
    /// Quote currency traded, USDT.
    public var quoteVolume: Double

    public init(
        openTime: Timestamp, closeTime: Timestamp, open: Price, high: Price, low: Price, close: Price,
        volume: Double, quoteVolume: Double
    ) {
        self.openTime = openTime
        self.closeTime = closeTime
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
        self.quoteVolume = quoteVolume
    }

    /// Joins the next shorter candle of the same period to this one.
    public mutating func merge(_ next: Candle) {
        high = max(high, next.high)
        low = min(low, next.low)
        close = next.close
        closeTime = next.closeTime
        volume += next.volume
        quoteVolume += next.quoteVolume
    }
}
