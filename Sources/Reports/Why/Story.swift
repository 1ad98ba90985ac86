import Market
import Messages

/// All that a journal tells of one signal.
struct Story: Sendable {
    /// The signal's id as it stands in the journal: without the run where it is our own.
    let id: String
    /// What was decided: L2's signal and its plan; `nil` where it came from outside.
    var signal: Heard<Signal>?
    var plan: Heard<ExecutionPlan>?
    /// Why each strategy that had a say voted as it did.
    var reasonings: [Heard<StrategyReasoning>] = []
    /// What the risk manager answered, and the exposure that it saw; `nil` where it wasn't asked.
    var decision: Heard<RiskDecision>?
    /// L1's orders, one per child.
    var orders: [Heard<OrderIntent>] = []
    /// Where each order stood, each time that it changed.
    var states: [Heard<OrderState>] = []
    var fills: [Heard<Fill>] = []
    /// How it ended; `nil` while it has not.
    var report: Heard<ExecutionReport>?
    var alerts: [Heard<RiskAlert>] = []
    /// Everything of it, in the order of the journal.
    var entries: [JournalEntry] = []
    /// The trade that it opened, and the one that it closed, wholly or in part.
    var opened: RoundTrip?
    var closing: RoundTrip?

    init(_ id: String) { self.id = id }

    /// Event time of the first word on it.
    var time: Timestamp { Timestamp(nanoseconds: Int64(entries.first?.time ?? 0)) }

    /// Whether nothing was ever ordered for it.
    var isRefused: Bool {
        report.map { !$0.value.executedQuantity.isPositive } ?? (orders.isEmpty && !alerts.isEmpty)
    }

    /// Whether it was to reduce a position. Of one that was refused at the door only a signal with a stop is
    /// known to be an entry.
    var isExit: Bool {
        if let order = orders.first?.value { return order.reduces }
        if let fill = fills.first(where: { !Self.isBracket($0.value.purpose) }) {
            return fill.value.purpose == .exit
        }
        return signal.map { $0.value.stopLoss == .absent } ?? false
    }

    /// Fills of the order itself, without the stop and target that rested for it.
    var ownFills: [Heard<Fill>] { fills.filter { !Self.isBracket($0.value.purpose) } }
    /// Fills of what rested for it, and of what took its position away.
    var bracketFills: [Heard<Fill>] { fills.filter { Self.isBracket($0.value.purpose) } }

    private static func isBracket(_ purpose: Purpose) -> Bool {
        purpose != .entry && purpose != .exit
    }

    /// Buy or sell; `nil` where the journal does not say.
    var side: Side? { signal?.value.side ?? orders.first?.value.side ?? ownFills.first?.value.side }
    /// What was asked for, base asset; the fills where only they are known.
    var quantity: Quantity? {
        if let signal { return signal.value.quantity }
        let ordered = orders.reduce(Quantity.zero) { $0 + $1.value.quantity }
        if ordered.isPositive { return ordered }
        let filled = executed
        return filled.isPositive ? filled : nil
    }

    /// What was filled of the order itself, base asset.
    var executed: Quantity { ownFills.reduce(Quantity.zero) { $0 + $1.value.quantity } }
    /// Average price of that; absent where nothing was.
    var price: Price {
        let value = ownFills.reduce(Money.zero) {
            $0 + ($1.value.quantity.notional(at: $1.value.price) ?? .zero)
        }
        guard executed.isPositive else { return .absent }
        return multiplyDivide(value.raw, fixedPointScale, by: executed.raw, .nearest).map(
            Price.init(raw:))
            ?? .absent
    }

    /// The trade that it is about.
    var trade: RoundTrip? { isExit ? closing : opened ?? closing }

    /// The pair, as in "BTC/USDT"; `nil` where the journal does not say.
    var pair: String? { entries.lazy.compactMap { $0["symbol"] }.first { $0 != "*" } }
}
