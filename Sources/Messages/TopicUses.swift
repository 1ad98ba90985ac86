/// What else is done with what is said of a kind, beside hearing it.
public struct TopicUses: OptionSet, Sendable, Hashable {
    /// One bit for each.
    public let rawValue: UInt8

    /// The uses of these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Its last word is a state: who joins late is told it.
    public static let remembered = TopicUses(rawValue: 1)
    /// It stands in the output journal.
    public static let journalled = TopicUses(rawValue: 2)
    /// Whoever watches the run hears it: screen, summary and alerts.
    public static let shown = TopicUses(rawValue: 4)
}
