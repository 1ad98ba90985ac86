/// Simple moving average: the mean of the last n values.
@frozen public struct SMA: Indicator {
    var sum: RollingSum

    /// The first figure comes with value n.
    public init(period: Period) { sum = RollingSum(period: period) }

    public var value: Double? { sum.value.map { $0 / Double(sum.window.length) } }

    @discardableResult public mutating func update(_ input: Double) -> Double? {
        sum.update(input) == nil ? nil : value
    }
}
