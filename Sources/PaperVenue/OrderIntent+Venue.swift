import Market
import Messages

extension OrderIntent {
    /// The stop or the target that protects what was filled of an entry.
    init(
        _ purpose: Purpose, of entry: OrderIntent, _ name: ClientOrderID, at trigger: Price,
        _ quantity: Quantity
    ) {
        self = entry
        clientOrderID = name
        side = entry.side.opposite
        orderType = purpose == .stop ? .market : .limit
        self.purpose = purpose
        self.quantity = quantity
        price = trigger
        stopLoss = .absent
        takeProfit = .absent
        expires = .never
    }

    /// An order of the venue's own, which takes what it finds: to settle or to liquidate.
    init(own purpose: Purpose, _ symbol: SymbolID, _ side: Side, _ quantity: Quantity) {
        self.init()
        self.symbol = symbol
        self.side = side
        self.purpose = purpose
        self.quantity = quantity
        expires = .never
    }
}
