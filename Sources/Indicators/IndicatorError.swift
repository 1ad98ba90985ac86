/// What can be wrong with the settings of an indicator.
public enum IndicatorError: Error, Equatable, Sendable {
    /// A window length outside `Period.minimum...Period.maximum`.
    case periodOutOfRange(Int)
    /// A factor (an annualisation, a number of deviations) that is not a positive finite number.
    case factorNotPositive(name: String, value: Double)
}

extension IndicatorError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .periodOutOfRange(let period):
            """
            indicator period is \(period), expected \(Period.minimum)...\(Period.maximum): \
            correct the parameter
            """
        case .factorNotPositive(let name, let value):
            "indicator \(name) is \(value), expected a positive number up to 1e100: correct the parameter"
        }
    }
}
