/// Relative strength index, 0 to 100: Wilder (1978), "New Concepts in Technical Trading Systems".
///
/// As TA-Lib, but for a price that never moved: 50 (neither side is stronger), where TA-Lib says 0,
/// which a strategy would read as oversold.
@frozen public struct RSI: Indicator {
    var gains: WilderAverage
    var losses: WilderAverage
    var count: Int
    var previous: Double

    /// The first figure comes with value n + 1; Wilder's own period is 14.
    public init(period: Period) {
        gains = WilderAverage(period: period)
        losses = WilderAverage(period: period)
        count = 0
        previous = 0
    }

    public var value: Double? {
        guard let gain = gains.value, let loss = losses.value else { return nil }
        let movement = gain + loss
        return movement > 0 ? 100 * gain / movement : 50
    }

    @discardableResult public mutating func update(_ input: Double) -> Double? {
        guard input.isUsable else { return nil }
        defer { previous = input }
        guard count > 0 else {
            count = 1
            return nil
        }
        let change = input - previous
        gains.update(max(change, 0))
        losses.update(max(-change, 0))
        return value
    }
}
