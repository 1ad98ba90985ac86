/// Exponential moving average with weight 2 / (n + 1), seeded with the mean of the first n values as
/// TA-Lib does.
@frozen public struct EMA: Indicator {
    let period: Period
    let weight: Double
    var count: Int
    /// The sum while warming up, the average afterwards.
    var level: Double

    /// The first figure comes with value n.
    public init(period: Period) {
        self.period = period
        weight = 2 / (period.divisor + 1)
        count = 0
        level = 0
    }

    public var value: Double? { count == period.length ? level : nil }

    @discardableResult public mutating func update(_ input: Double) -> Double? {
        guard input.isUsable else { return nil }
        if count == period.length {
            level += weight * (input - level)
        } else {
            level += input
            count += 1
            if count == period.length { level /= period.divisor }
        }
        return value
    }
}
