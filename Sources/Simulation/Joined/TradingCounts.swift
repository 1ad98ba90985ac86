/// What was traded in a simulation of the live feed.
public struct TradingCounts: Sendable, Hashable {
    /// Signals that were sent, and of them those that were filled: to enter and to leave.
    public var signals = 0
    public var entries = 0
    public var exits = 0
    /// Times that a pair was told to be stale; entries that were refused for it, and cancelled where they
    /// rested; exits that were sent then.
    public var silences = 0
    public var refusals = 0
    public var cancels = 0
    public var exitsInSilence = 0

    public init() {}

    /// For a person.
    public var text: String {
        "\(signals) signals, \(entries) entries and \(exits) exits filled, \(silences) silences with "
            + "\(refusals) refusals, \(cancels) cancels and \(exitsInSilence) exits"
    }

    public static func + (one: TradingCounts, other: TradingCounts) -> TradingCounts {
        var sum = one
        sum.signals += other.signals
        sum.entries += other.entries
        sum.exits += other.exits
        sum.silences += other.silences
        sum.refusals += other.refusals
        sum.cancels += other.cancels
        sum.exitsInSilence += other.exitsInSilence
        return sum
    }
}
