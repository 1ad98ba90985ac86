/// Tells when the mean of a stream has fallen: the cumulative sum test of Page (1954), "Continuous
/// Inspection Schemes", against the running mean as Hinkley (1971) has it.
///
/// U = Σ (x − mean + δ); the statistic is max U − U. Above λ the mean has fallen; the drift lasts
/// until the statistic is below λ/2: by then the new level is what is expected.
public struct PageHinkley: BitwiseCopyable, Sendable {
    /// δ: what a value may lie below the mean without counting, R.
    static let tolerance = 0.1
    /// λ: the fall, summed, that is drift, R.
    static let threshold = 5.0

    private var weight = 0.0
    private var mean = 0.0
    private var sum = 0.0
    private var highest = 0.0
    /// True while the drift lasts.
    public private(set) var isActive = false

    /// Nothing seen yet.
    public init() {}

    /// How far the cumulative sum lies below its highest, R.
    public var statistic: Double { highest - sum }

    /// Takes a value and its weight; says whether `isActive` changed.
    mutating func update(_ value: Double, weight share: Double = 1) -> Bool {
        guard value.isFinite, share > 0 else { return false }
        weight += share
        mean += (value - mean) * share / weight
        sum += share * (value - mean + Self.tolerance)
        highest = max(highest, sum)
        let now = statistic > (isActive ? Self.threshold / 2 : Self.threshold)
        defer { isActive = now }
        return now != isActive
    }
}
