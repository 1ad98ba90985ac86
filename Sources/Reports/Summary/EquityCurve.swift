import Market

/// The account's equity over a run, as far as its deepest fall needs it.
public struct EquityCurve: Sendable, Hashable {
    /// Equity at a moment, USDT.
    public struct Point: Sendable, Hashable {
        /// When, in event time.
        public var time: Timestamp
        /// How much, USDT.
        public var equity: Money
    }

    /// The top and the bottom of the deepest fall, by its share of the top; `nil` before equity fell.
    public private(set) var top: Point?
    public private(set) var bottom: Point?
    private var peak: Point?

    public init() {}

    /// The equity at a moment.
    public mutating func add(_ equity: Money, at time: Timestamp) {
        let point = Point(time: time, equity: equity)
        guard let peak, equity < peak.equity else {
            peak = point
            return
        }
        if Self.share(peak, point) > largest { (top, bottom) = (peak, point) }
    }

    /// The deepest fall as a fraction of its top; 0 where equity never fell.
    public var largest: Double {
        guard let top, let bottom else { return 0 }
        return Self.share(top, bottom)
    }

    private static func share(_ top: Point, _ low: Point) -> Double {
        (top.equity - low.equity).fraction(of: top.equity)
    }
}
