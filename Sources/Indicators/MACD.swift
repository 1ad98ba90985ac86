/// Moving average convergence and divergence: Appel (1979). Seeded as TA-Lib does: both averages
/// start on the bar on which the slow one can, the fast one from the last values before it.
@frozen public struct MACD: Indicator {
    var fast: EMA
    var slow: EMA
    var signal: EMA
    /// How many values the fast average still lets pass before it starts.
    var fastWaits: Int

    /// Where `fast` is the longer of the two, they change places.
    public init(fast: Period = 12, slow: Period = 26, signal: Period = 9) {
        let (short, long) = fast.length <= slow.length ? (fast, slow) : (slow, fast)
        self.fast = EMA(period: short)
        self.slow = EMA(period: long)
        self.signal = EMA(period: signal)
        fastWaits = long.length - short.length
    }

    /// The lines, in price units.
    @frozen public struct Value: BitwiseCopyable, Sendable, Hashable {
        /// The fast average less the slow one.
        public let macd: Double
        /// The average of that difference.
        public let signal: Double
        /// How far the difference lies above its average.
        public var histogram: Double { macd - signal }
    }

    public var value: Value? {
        guard let fast = fast.value, let slow = slow.value, let signal = signal.value else { return nil }
        return Value(macd: fast - slow, signal: signal)
    }

    @discardableResult public mutating func update(_ input: Double) -> Value? {
        guard input.isUsable else { return nil }
        if fastWaits > 0 { fastWaits -= 1 } else { fast.update(input) }
        slow.update(input)
        guard let fast = fast.value, let slow = slow.value else { return nil }
        signal.update(fast - slow)
        return value
    }
}
