import Market
import Messages

/// The trade that is open in a symbol, from its first entry fill until the position is flat.
struct OpenTrade: BitwiseCopyable, Sendable {
    /// Distance to the stop where the plan names no ATR, fraction of the price.
    static let assumedStop = 0.01

    var plan = PlannedTrade()
    var side = Side.buy
    /// The regime in which it was opened.
    var regime = Regime.unknown
    /// What it loses at its stop: 1 R, USDT.
    var risk = 0.0
    /// Closed profit less fees, USDT.
    var profit = 0.0
    var isOpen = false

    init() {}

    init(_ plan: PlannedTrade, _ side: Side, _ regime: Regime) {
        (self.plan, self.side, self.regime) = (plan, side, regime)
        isOpen = true
    }

    /// Books a fill; entries add to the risk.
    mutating func book(_ fill: Fill, stopMultiple: Double) {
        profit += fill.realisedPnL.double - fill.fee.double
        guard fill.purpose == .entry, fill.side == side else { return }
        let distance = plan.atr > 0 ? plan.atr * stopMultiple : fill.price.double * Self.assumedStop
        risk += fill.quantity.double * distance
    }

    /// Whether a position after a fill has nothing of it left: flat, or turned round.
    func isClosed(leaving position: Quantity) -> Bool {
        position.isZero || position.isPositive != (side == .buy)
    }

    /// The result in multiples of the risk.
    var result: Double { risk > 0 ? profit / risk : 0 }

    /// A strategy's part in the decision, 0 to 1, and its result: one that voted against the trade
    /// was right where it lost.
    func credit(of strategy: StrategyID) -> (share: Double, result: Double) {
        let total = plan.sources.total
        guard total > 0 else { return (0, 0) }
        let source = plan.sources[strategy]
        let agrees = (source >= 0) == (side == .buy)
        return (abs(source) / total, agrees ? result : -result)
    }
}
