/// Mean and variance in which each observation weighs half of one `HalfLife` later: the weighted
/// incremental form of West (1979), "Updating Mean and Variance Estimates".
///
/// The early observations are not overweighted (the weights are divided by their sum), as pandas'
/// `ewm(halflife:, adjust=True)`. A value that is not finite or lies beyond 1e100 is ignored.
@frozen public struct DecayedMoments: BitwiseCopyable, Sendable {
    /// How many values were taken.
    public private(set) var count: Int
    /// The weighted mean; 0 before the first value.
    public private(set) var mean: Double
    let decay: Double
    var weight: Double
    var squaredWeight: Double
    var squares: Double

    /// Nothing seen yet.
    public init(halfLife: HalfLife) {
        self.init(decay: halfLife.decay)
    }

    /// All values weigh the same for ever.
    public static var undecayed: DecayedMoments { DecayedMoments(decay: 1) }

    private init(decay: Double) {
        self.decay = decay
        count = 0
        mean = 0
        weight = 0
        squaredWeight = 0
        squares = 0
    }

    /// The unbiased variance under reliability weights; `nil` before two values.
    public var variance: Double? {
        guard count >= 2 else { return nil }
        let freedom = weight - squaredWeight / weight
        return freedom > 0 ? squares / freedom : nil
    }

    /// The square root of the variance.
    public var standardDeviation: Double? { variance?.squareRoot() }

    /// Takes a value; says whether it was usable.
    @discardableResult public mutating func update(_ value: Double) -> Bool {
        guard value.magnitude <= 1e100 else { return false }
        count += 1
        weight = weight * decay + 1
        squaredWeight = squaredWeight * decay * decay + 1
        let deviation = value - mean
        mean += deviation / weight
        squares = squares * decay + deviation * (value - mean)
        return true
    }
}
