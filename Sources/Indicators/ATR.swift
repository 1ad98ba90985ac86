/// Average true range, in price units: Wilder (1978). The first bar only gives the previous close, as
/// in TA-Lib.
@frozen public struct ATR: Indicator {
    var range: WilderAverage
    var count: Int
    var previousClose: Double

    /// The first figure comes with bar n + 1.
    public init(period: Period) {
        range = WilderAverage(period: period)
        count = 0
        previousClose = 0
    }

    public var value: Double? { range.value }

    @discardableResult public mutating func update(_ input: Bar) -> Double? {
        guard input.isUsable else { return nil }
        defer { previousClose = input.close }
        guard count > 0 else {
            count = 1
            return nil
        }
        return range.update(input.trueRange(after: previousClose))
    }
}
