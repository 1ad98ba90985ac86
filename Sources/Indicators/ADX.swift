/// Average directional index with its two direction lines, 0 to 100: Wilder (1978), seeded as TA-Lib
/// does. A bar without any movement counts as one without direction.
@frozen public struct ADX: Indicator {
    let period: Period
    var previous: Bar
    /// How many bars were seen, at most n: from then on each bar has its direction lines.
    var count: Int
    /// Wilder's decaying sums of upward movement, downward movement and true range.
    var upward: Double
    var downward: Double
    var range: Double
    var strength: WilderAverage

    /// The first figure comes with bar 2n.
    public init(period: Period) {
        self.period = period
        previous = Bar(high: 0, low: 0, close: 0)
        count = 0
        upward = 0
        downward = 0
        range = 0
        strength = WilderAverage(period: period)
    }

    /// The strength of the trend and its direction.
    @frozen public struct Value: BitwiseCopyable, Sendable, Hashable {
        /// How strong the trend is, whichever way.
        public let adx: Double
        /// +DI: the upward part of the range.
        public let plus: Double
        /// −DI: the downward part of the range.
        public let minus: Double
    }

    public var value: Value? {
        guard let adx = strength.value else { return nil }
        let (plus, minus) = directions
        return Value(adx: adx, plus: plus, minus: minus)
    }

    @discardableResult public mutating func update(_ input: Bar) -> Value? {
        guard input.isUsable else { return nil }
        if count > 0 { accumulate(input) }
        previous = input
        guard count == period.length else {
            count += 1
            return nil
        }
        addStrength()
        return value
    }

    private var directions: (plus: Double, minus: Double) {
        range > 0 ? (100 * upward / range, 100 * downward / range) : (0, 0)
    }

    private mutating func accumulate(_ bar: Bar) {
        let up = bar.high - previous.high
        let down = previous.low - bar.low
        let keep = count < period.length ? 1 : 1 - 1 / period.divisor
        upward = upward * keep + (up > 0 && up > down ? up : 0)
        downward = downward * keep + (down > 0 && down > up ? down : 0)
        range = range * keep + bar.trueRange(after: previous.close)
    }

    private mutating func addStrength() {
        let (plus, minus) = directions
        let total = plus + minus
        strength.update(total > 0 ? 100 * (plus - minus).magnitude / total : 0)
    }
}
