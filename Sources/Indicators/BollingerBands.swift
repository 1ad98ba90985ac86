/// Bollinger bands: the moving average and k population standard deviations to either side
/// (Bollinger 2001, "Bollinger on Bollinger Bands"; population deviation as in TA-Lib).
@frozen public struct BollingerBands: Indicator {
    let deviations: Double
    var moments: RollingMoments

    /// - Parameter deviations: how many standard deviations lie between the middle and a band.
    /// - Throws: `IndicatorError.factorNotPositive`.
    public init(period: Period, deviations: Double) throws(IndicatorError) {
        guard deviations > 0, deviations.isUsable else {
            throw IndicatorError.factorNotPositive(name: "deviations", value: deviations)
        }
        self.deviations = deviations
        moments = RollingMoments(period: period)
    }

    /// With the usual two deviations.
    public init(period: Period = 20) {
        deviations = 2
        moments = RollingMoments(period: period)
    }

    /// The three lines, in price units.
    @frozen public struct Value: BitwiseCopyable, Sendable, Hashable {
        /// The upper band.
        public let upper: Double
        /// The moving average.
        public let middle: Double
        /// The lower band.
        public let lower: Double

        /// %B: 0 on the lower band, 1 on the upper; 0.5 where the bands meet.
        public func position(of price: Double) -> Double {
            upper > lower ? (price - lower) / (upper - lower) : 0.5
        }
    }

    public var value: Value? {
        guard let moments = moments.value else { return nil }
        let reach = deviations * moments.populationStandardDeviation
        return Value(upper: moments.mean + reach, middle: moments.mean, lower: moments.mean - reach)
    }

    @discardableResult public mutating func update(_ input: Double) -> Value? {
        moments.update(input) == nil ? nil : value
    }
}
