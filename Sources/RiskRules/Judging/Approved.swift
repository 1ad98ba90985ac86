import Configuration
import Market
import Messages

/// An order that may go. There is no public way to make one but the three makers for `OrderIntent`:
/// `entry` (the risk manager's), `reduction` and `received` (the executor's); TidyTests checks who
/// calls them.
public struct Approved<Subject: Sendable>: Sendable {
    /// What was approved.
    public let subject: Subject
    /// Hash that binds the approval to its intent.
    public let fingerprint: UInt64
    /// Quantity it speaks for, base asset; all children of an entry together.
    public let quantity: Quantity
    /// Event time after which it is void.
    public let expires: Timestamp

    fileprivate init(_ subject: Subject, fingerprint: UInt64, quantity: Quantity, expires: Timestamp) {
        self.subject = subject
        self.fingerprint = fingerprint
        self.quantity = quantity
        self.expires = expires
    }
}

extension Approved where Subject == OrderIntent {
    /// An entry's approval: given where every portfolio rule is kept. For the risk manager alone.
    public static func entry(
        _ proposal: Proposal, expires: Timestamp
    ) -> Result<Approved, Refused> {
        guard proposal.settings.instruments.contains(proposal.order.intent.symbol) else {
            return .failure(Refused(.unknownSymbol))
        }
        if let refused = RuleCatalogue.judge(proposal, by: RuleCatalogue.portfolio) {
            return .failure(refused)
        }
        let intent = proposal.order.intent
        return .success(
            Approved(intent, fingerprint: intent.fingerprint, quantity: intent.quantity, expires: expires))
    }

    /// Leave to reduce: at most the position net of working exits, and against it. Nothing else is
    /// asked: halt, drawdown, a stale feed, a low balance, confidence or a missing stop block no way
    /// out. For the executor alone.
    /// - Parameters:
    ///   - position: what is held, signed.
    ///   - working: quantity of exits already under way (resting stops and targets are no exits yet).
    public static func reduction(
        _ intent: OrderIntent, position: Quantity, working: Quantity
    ) -> Result<Approved, Refused> {
        guard intent.reduces else { return .failure(Refused(.noApproval)) }
        let left = reducible(by: intent.side, position: position, working: working)
        guard intent.quantity.isPositive, intent.quantity <= left else {
            return .failure(Refused(.nothingToReduce, found: intent.quantity.double, limit: left.double))
        }
        return .success(
            Approved(
                intent, fingerprint: intent.fingerprint, quantity: intent.quantity, expires: intent.expires))
    }

    /// How much an order of `side` can reduce: the position net of working exits; zero where the side
    /// would enlarge it.
    public static func reducible(by side: Side, position: Quantity, working: Quantity) -> Quantity {
        let isAgainst = side == .sell ? position.raw > 0 : position.raw < 0
        return isAgainst ? max(.zero, position.magnitude - working) : .zero
    }

    /// The executor's check of an entry that came over the wire with its approval: that it has one, not
    /// void, for this very intent, with quantity left, that the child keeps the order rules, and that the
    /// executor's own books take it. For the executor alone.
    public static func received(
        _ order: SubmitOrder, use: ApprovalUse, joining books: PortfolioView, at time: Timestamp,
        by settings: Settings
    ) -> Result<Approved, Refused> {
        if let refused = refusal(of: order, use, at: time, settings) { return .failure(refused) }
        if let refused = HardLimits.refusal(of: order.intent, joining: books, by: settings) {
            return .failure(refused)
        }
        return .success(
            Approved(
                order.intent, fingerprint: order.fingerprint, quantity: order.approvedQuantity,
                expires: order.approvalExpires))
    }

    private static func refusal(
        of order: SubmitOrder, _ use: ApprovalUse, at time: Timestamp, _ settings: Settings
    ) -> Refused? {
        guard settings.instruments.contains(order.intent.symbol) else { return Refused(.unknownSymbol) }
        guard !order.intent.reduces, let approved = order.approvedQuantity.present, approved.isPositive else {
            return Refused(.noApproval)
        }
        guard time <= order.approvalExpires else {
            return Refused(.late(.approvalExpired, at: time, until: order.approvalExpires))
        }
        guard time <= order.intent.expires else {
            return Refused(.late(at: time, until: order.intent.expires))
        }
        guard use.matches(order) else { return Refused(.approvalMismatch) }
        guard order.intent.quantity <= approved - use.quantity else {
            return Refused(
                .approvalMismatch, found: (use.quantity + order.intent.quantity).double,
                limit: approved.double)
        }
        let proposal = Proposal(OrderView(order.intent), in: PortfolioView(), by: settings)
        return RuleCatalogue.judge(proposal, by: RuleCatalogue.child)
    }
}
