import Market
import Messages

extension OrderIntent {
    /// What a signal asks for, whole: an exit has neither stop nor target.
    init(_ signal: Signal, _ plan: ExecutionPlan?, isExit: Bool, expires: Timestamp) {
        self.init()
        clientOrderID = ClientOrderID(signal: signal.signalID)
        symbol = signal.symbol
        side = signal.side
        orderType = signal.orderType
        purpose = isExit ? .exit : .entry
        quantity = signal.quantity
        price = signal.orderType == .limit ? signal.price : .absent
        self.expires = expires
        guard !isExit else { return }
        stopLoss = signal.stopLoss
        // A target that a volatile pair would reach below nothing is none.
        takeProfit = plan.flatMap { $0.takeProfit.isPositive ? $0.takeProfit : nil } ?? .absent
    }
}
