/// What can be wrong with the settings of a measure of risk.
public enum RiskMathError: Error, Equatable, Sendable {
    /// A half-life that is not a positive finite number of observations.
    case halfLifeNotPositive(Double)
}

extension RiskMathError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .halfLifeNotPositive(let observations):
            "half-life is \(observations), expected a positive number of observations: correct the parameter"
        }
    }
}
