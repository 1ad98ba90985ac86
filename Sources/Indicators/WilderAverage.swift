/// Wilder's smoothing (1978): the mean of the first n values, then each value moves it by 1/n.
@frozen public struct WilderAverage: Indicator {
    let period: Period
    var count: Int
    /// The sum while warming up, the average afterwards.
    var level: Double

    /// The first figure comes with value n.
    public init(period: Period) {
        self.period = period
        count = 0
        level = 0
    }

    public var value: Double? { count == period.length ? level : nil }

    @discardableResult public mutating func update(_ input: Double) -> Double? {
        guard input.isUsable else { return nil }
        if count == period.length {
            level += (input - level) / period.divisor
        } else {
            level += input
            count += 1
            if count == period.length { level /= period.divisor }
        }
        return value
    }
}
