/// What a strategy saw, as a code: people's text is made at the edge.
///
/// A new strategy adds its own cases; the compiler asks for their wire name, for the names of their figures
/// and for their sentence in `Reasoning`.
public enum ReasoningCode: UInt8, WireName {
    /// Nothing in particular.
    case nothing
    /// Figures without words, for a strategy that has no case of its own.
    case figures
    case averagesCrossedUp
    case averagesCrossedDown
    case belowLowerBand
    case aboveUpperBand
    case aboveChannel
    case belowChannel

    public var wireName: StaticString {
        switch self {
        case .nothing: "nothing"
        case .figures: "figures"
        case .averagesCrossedUp: "averages_crossed_up"
        case .averagesCrossedDown: "averages_crossed_down"
        case .belowLowerBand: "below_lower_band"
        case .aboveUpperBand: "above_upper_band"
        case .aboveChannel: "above_channel"
        case .belowChannel: "below_channel"
        }
    }

    /// What its figures are called on the wire and in journals; empty where there is none.
    public var names: (StaticString, StaticString, StaticString) {
        switch self {
        case .nothing: ("", "", "")
        case .figures: ("first", "second", "third")
        case .averagesCrossedUp, .averagesCrossedDown: ("fast", "slow", "rsi")
        case .belowLowerBand: ("close", "lower_band", "rsi")
        case .aboveUpperBand: ("close", "upper_band", "rsi")
        case .aboveChannel: ("close", "highest_high", "lookback")
        case .belowChannel: ("close", "lowest_low", "lookback")
        }
    }
}
