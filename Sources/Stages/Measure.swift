import Messages

/// What a stage does while something is missing. None of it ever touches what reduces: exits, stops and
/// targets go on.
public enum Measure: Hashable, BitwiseCopyable, Sendable {
    /// Enters nothing, and says why.
    case refuseEntries(ReasonCode)
    /// Takes back the entries that rest at the venue, and says why; stops and targets stay.
    case cancelEntries(ReasonCode)
    /// Sends nothing; on the return it looks up first what was on its way.
    case holdOrders
    /// Goes on counting what it approved, though the approval has ended: an order to it may be at the venue.
    case keepReserved

    /// What it does, in words.
    public var about: String {
        switch self {
        case .refuseEntries(let code): "refuses entries (`\(code.name)`)"
        case .cancelEntries(let code): "cancels resting entries (`\(code.name)`); stops and targets stay"
        case .keepReserved: "goes on counting what it has approved, until all that was missed can be heard"
        case .holdOrders: "holds its orders, exits too; on the return it first looks up what was on its way"
        }
    }
}
