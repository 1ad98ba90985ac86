import Messages

/// One limit that every entry is held against. A new rule is one file here and one line in
/// `RuleCatalogue`.
public protocol Rule: Sendable {
    /// What it judges: see `RuleScope`.
    var scope: RuleScope { get }

    /// Why the proposal may not go, with the figure found and the limit; `nil` where the rule is kept.
    func breach(of proposal: Proposal) -> Reason?
}

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
}
