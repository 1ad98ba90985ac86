import Glibc
import Market
public import Market

/// Realised volatility: the sample standard deviation of the last n log returns, times the square
/// root of the number of returns in a year (Hull 2018, "Options, Futures and Other Derivatives", ch. 15).
/// 0.5 means 50 % a year.
@frozen public struct RealisedVolatility: Indicator {
    let annualisation: Double
    var returns: RollingMoments
    /// The price before, 0 before the first.
    var previous: Double

    /// - Parameters:
    ///   - period: how many returns; the first figure needs one price more.
    ///   - periodsPerYear: how many returns a year has; 1 leaves the figure per return.
    /// - Throws: `IndicatorError.factorNotPositive`.
    public init(period: Period, periodsPerYear: Double) throws(IndicatorError) {
        guard periodsPerYear > 0, periodsPerYear.isUsable else {
            throw IndicatorError.factorNotPositive(name: "periodsPerYear", value: periodsPerYear)
        }
        annualisation = periodsPerYear.squareRoot()
        returns = RollingMoments(period: period)
        previous = 0
    }

    /// Over closes of a timeframe, in a market that is open 365 days of 24 hours.
    public init(period: Period, timeframe: Timeframe) {
        annualisation = (365 * 24 * 60 / Double(timeframe.minutes)).squareRoot()
        returns = RollingMoments(period: period)
        previous = 0
    }

    public var value: Double? { returns.value.map { $0.sampleStandardDeviation * annualisation } }

    /// Takes the next price, which must be positive.
    @discardableResult public mutating func update(_ input: Double) -> Double? {
        guard input.isUsable, input > 0 else { return nil }
        defer { previous = input }
        guard previous > 0 else { return nil }
        returns.update(log(input / previous))
        return value
    }
}
