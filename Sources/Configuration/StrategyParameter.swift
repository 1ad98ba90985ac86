import Market

/// One figure that a kind of strategy is set by: its name in files, what may stand there, and what holds
/// where it is left out.
public struct StrategyParameter: Sendable, Hashable {
    /// As in `params`: "ma_fast".
    public let name: String
    /// What it may be.
    public let range: ClosedRange<Double>
    /// What it is where it is left out.
    public let standard: Double
    /// Whether it counts something.
    public let isWhole: Bool
    /// What it does, in words, with its unit.
    public let about: String

    /// A figure with a fraction.
    public static func number(
        _ name: String, _ standard: Double, in range: ClosedRange<Double>, _ about: String
    ) -> StrategyParameter {
        StrategyParameter(name: name, range: range, standard: standard, isWhole: false, about: about)
    }

    /// A count.
    public static func whole(
        _ name: String, _ standard: Int, in range: ClosedRange<Int>, _ about: String
    ) -> StrategyParameter {
        StrategyParameter(
            name: name, range: Double(range.lowerBound)...Double(range.upperBound),
            standard: Double(standard), isWhole: true, about: about)
    }
}
