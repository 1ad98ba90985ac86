/// The Sharpe ratio of a stream of returns: mean over sample standard deviation, times the square
/// root of the number of returns in a year (Sharpe 1994, "The Sharpe Ratio").
///
/// With a half-life old returns fade; without one all count the same. The returns are in excess of
/// whatever the caller compares with (in a crypto account: zero).
@frozen public struct SharpeRatio: BitwiseCopyable, Sendable {
    /// Mean and variance of the returns so far.
    public private(set) var returns: DecayedMoments
    let annualisation: Double

    /// - Parameter periodsPerYear: how many returns a year has; 1 leaves the ratio per return.
    public init(periodsPerYear: Double) {
        returns = .undecayed
        annualisation = periodsPerYear.squareRoot()
    }

    /// The ratio in which a return weighs half of one half-life later.
    public init(periodsPerYear: Double, halfLife: HalfLife) {
        returns = DecayedMoments(halfLife: halfLife)
        annualisation = periodsPerYear.squareRoot()
    }

    /// The annualised ratio; `nil` before two returns or while they do not differ.
    public var value: Double? {
        guard let deviation = returns.standardDeviation, deviation > 0 else { return nil }
        return returns.mean / deviation * annualisation
    }

    /// Takes the next return as a fraction (0.01 is 1 %); one that is not finite is ignored.
    @discardableResult public mutating func update(_ periodReturn: Double) -> Double? {
        returns.update(periodReturn) ? value : nil
    }
}
