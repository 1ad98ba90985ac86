import Messages

/// What a rule judges.
public struct RuleScope: OptionSet, Sendable {
    /// One bit a kind of judgement.
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The whole intent, by what L1 knows of the market.
    public static let whole = RuleScope(rawValue: 1)
    /// Each child order: judged by L1 when it splits, and again by the executor when it receives one.
    public static let child = RuleScope(rawValue: 2)
    /// The whole intent beside everything that is open or reserved: the risk manager's.
    public static let portfolio = RuleScope(rawValue: 4)
    /// Each child order beside the executor's own books, and these books themselves: see `HardLimits`.
    public static let books = RuleScope(rawValue: 8)
}
