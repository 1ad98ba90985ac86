import Market
import Messages

/// What became of the children of one signal, taken together.
struct Outcome: BitwiseCopyable, Sendable {
    private(set) var executed = Quantity.zero
    private(set) var ordered = Quantity.zero
    /// Sum of price times quantity of the fills, USDT.
    private(set) var value = Money.zero
    /// Whether all of them have ended.
    private(set) var isFinal = true
    /// How the first of them that was not filled ended; `pending` where all were.
    private var failure = OrderStatus.pending
    private var failureReason = Reason()
    private var hasFailed = false

    init(of signal: Label, among children: [Child]) {
        for place in children.indices where children[place].intent.clientOrderID.signal == signal {
            add(children[place])
        }
    }

    private mutating func add(_ child: Child) {
        executed += child.executed
        ordered += child.intent.quantity
        value += child.executedValue
        if !child.status.isFinal { isFinal = false }
        guard !hasFailed, child.status != .filled else { return }
        (hasFailed, failure, failureReason) = (true, child.status, child.reason)
    }

    /// How the signal ended.
    var status: ReportStatus {
        if executed >= ordered { return .filled }
        if executed.isPositive { return .partiallyFilled }
        switch failure {
        case .expired: return .expired
        case .cancelled: return .cancelled
        default: return .rejected
        }
    }

    /// Why it was not filled whole.
    var reason: Reason { executed >= ordered ? Reason() : failureReason }
}
