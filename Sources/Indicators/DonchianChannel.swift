/// Donchian channel: the highest high and the lowest low of the n bars *before* the current one, so
/// that the current bar can break out of it (Donchian 1960).
@frozen public struct DonchianChannel: Indicator {
    var highs: RollingMaximum
    /// The lows with their sign turned: the lowest low is the highest of these.
    var negatedLows: RollingMaximum
    /// Whether there is a channel (0 or 1), and its edges.
    var isReady: Int
    var upper: Double
    var lower: Double

    /// The first channel comes with bar n + 1.
    public init(period: Period = 20) {
        highs = RollingMaximum(period: period)
        negatedLows = RollingMaximum(period: period)
        isReady = 0
        upper = 0
        lower = 0
    }

    /// The edges of the channel, in price units.
    @frozen public struct Value: BitwiseCopyable, Sendable, Hashable {
        /// The highest high.
        public let upper: Double
        /// The lowest low.
        public let lower: Double
        /// Half way between the edges.
        public var middle: Double { (upper + lower) / 2 }
        /// The distance between the edges.
        public var width: Double { upper - lower }
    }

    public var value: Value? { isReady == 1 ? Value(upper: upper, lower: lower) : nil }

    @discardableResult public mutating func update(_ input: Bar) -> Value? {
        guard input.isUsable else { return nil }
        if let high = highs.value, let negatedLow = negatedLows.value {
            upper = high
            lower = -negatedLow
            isReady = 1
        }
        highs.update(input.high)
        negatedLows.update(-input.low)
        return value
    }
}
