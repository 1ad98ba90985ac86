import Market
import Messages

/// One child order of a signal.
struct Child: BitwiseCopyable, Sendable {
    var intent: OrderIntent
    /// Number of its retry timer.
    var serial: UInt32
    /// The leave that its signal's entry was given.
    var approval: Approval
    var status = OrderStatus.pending
    var reason = Reason()
    /// Sends so far.
    var attempts = 0
    /// Questions for its fate so far.
    var queries = 0
    /// Whether some send may have arrived: then only the executor knows its fate.
    var mayHaveArrived = false
    var executed = Quantity.zero
    /// Sum of price times quantity of the fills, USDT.
    var executedValue = Money.zero

    var isOpen: Bool { !status.isFinal }
    var signal: Label { intent.clientOrderID.signal }
}
