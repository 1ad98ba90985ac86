import Messages

/// One limit that every entry is held against. A new rule is one file here and one line in
/// `RuleCatalogue`.
public protocol Rule: Sendable {
    /// What it judges: see `RuleScope`.
    var scope: RuleScope { get }

    /// Why the proposal may not go, with the figure found and the limit; `nil` where the rule is kept.
    func breach(of proposal: Proposal) -> Reason?
}
