import Market
import Messages
import Testing

@testable import RiskRules

/// One row of a table of rules: a proposal, and the breach that the rule must answer, rounded to whole
/// hundredths of a cent so that a figure can be written down.
struct RuleCase: CustomTestStringConvertible {
    let testDescription: String
    let rule: any Rule
    let proposal: Proposal
    let breach: Reason?

    init(
        _ name: String, _ rule: any Rule, _ breach: Reason?,
        _ intent: OrderIntent = Fixture.entry(Fixture.btc, usdt: 500),
        _ change: (inout Proposal) -> Void = { _ in }
    ) {
        testDescription = "\(type(of: rule)): \(name)"
        self.rule = rule
        self.breach = breach
        var proposal = Fixture.proposal(intent)
        change(&proposal)
        self.proposal = proposal
    }

    var isAsExpected: Bool {
        guard let found = rule.breach(of: proposal), let breach else {
            return rule.breach(of: proposal) == breach
        }
        return found.code == breach.code && Self.same(found.found, breach.found)
            && Self.same(found.limit, breach.limit)
    }

    private static func same(_ a: Double, _ b: Double) -> Bool { a.isNaN ? b.isNaN : abs(a - b) < 1e-4 }
}
