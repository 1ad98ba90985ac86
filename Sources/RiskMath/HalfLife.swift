import Glibc

/// After how many further observations one counts half. Checked once, where it is read; a literal in
/// the source (`HalfLife` of `50`) needs no `try`.
@frozen public struct HalfLife: BitwiseCopyable, Sendable, Hashable {
    /// How many observations.
    public let observations: Double
    /// What the weight of all earlier observations is multiplied by with each new one.
    public let decay: Double

    /// - Throws: `RiskMathError.halfLifeNotPositive`.
    public init(_ observations: Double) throws(RiskMathError) {
        guard observations > 0, observations.isFinite else {
            throw RiskMathError.halfLifeNotPositive(observations)
        }
        self.observations = observations
        decay = exp2(-1 / observations)
    }
}

extension HalfLife: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// A half-life written in the source; one that is not positive is a mistake in the program and ends it.
    public init(floatLiteral observations: Double) {
        do {
            try self.init(observations)
        } catch {
            fatalError("\(error)")
        }
    }

    /// As for a decimal literal.
    public init(integerLiteral observations: Int) { self.init(floatLiteral: Double(observations)) }
}
