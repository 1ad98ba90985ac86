import Glibc
import Market

/// Mean and spread of weighted values in which a value counts half one half-life of event time later.
///
/// West (1979), "Updating Mean and Variance Estimates", with the sums multiplied by 2^(−Δt / half-life).
/// `RiskMath.DecayedMoments` fades by the number of values instead; trades are too rare for that.
public struct TimedMoments: BitwiseCopyable, Sendable {
    /// Sum of the faded weights: the decayed count.
    public private(set) var weight = 0.0
    /// The weighted mean; 0 before the first value.
    public private(set) var mean = 0.0
    private(set) var squares = 0.0
    private(set) var time = Timestamp.zero

    /// Nothing seen yet.
    public init() {}

    /// The spread of the values; 0 before the second.
    public var standardDeviation: Double { weight > 0 ? (squares / weight).squareRoot() : 0 }

    /// Lets the past fade up to a moment and answers by how much; time that runs back changes nothing.
    @discardableResult public mutating func fade(to now: Timestamp, halfLife: TimeSpan) -> Double {
        guard weight > 0, now > time else {
            time = max(time, now)
            return 1
        }
        let factor = exp2(-(now - time).seconds / max(halfLife.seconds, 1))
        weight *= factor
        squares *= factor
        time = now
        return factor
    }

    /// Takes a value at the moment last faded to. What is not finite, or weighs nothing, is ignored.
    public mutating func add(_ value: Double, weight share: Double = 1) {
        guard value.isFinite, share > 0, share.isFinite else { return }
        weight += share
        let deviation = value - mean
        mean += deviation * share / weight
        squares += share * deviation * (value - mean)
    }
}
