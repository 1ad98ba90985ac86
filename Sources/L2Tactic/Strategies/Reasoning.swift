/// What a strategy saw, as a code; people's text is made at the edge.
public enum Reasoning: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    case nothing
    case averagesCrossedUp
    case averagesCrossedDown
    case belowLowerBand
    case aboveUpperBand
    case aboveChannel
    case belowChannel

    /// The seed's `reasoning`: for people.
    public var text: String {
        switch self {
        case .nothing: "nothing to do"
        case .averagesCrossedUp: "fast average crossed above a rising slow one"
        case .averagesCrossedDown: "fast average crossed below a falling slow one"
        case .belowLowerBand: "below the lower Bollinger band and oversold"
        case .aboveUpperBand: "above the upper Bollinger band and overbought"
        case .aboveChannel: "close above the highest high of the lookback"
        case .belowChannel: "close below the lowest low of the lookback"
        }
    }
}
