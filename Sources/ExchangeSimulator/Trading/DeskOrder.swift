import Exchanges
import Market
import Matching

/// An order as the exchange keeps it.
struct DeskOrder: Sendable {
    /// What it tells of it.
    var shown: PrintedOrder
    let account: Int
    let symbol: Int
    /// Where it rests; `nil` where it is not in the book.
    var resting: RestingID?
    /// What is set aside for it: quote where it buys, base where it sells.
    var locked: Int64 = 0
    /// The worst price that a market order of futures takes; zero for any.
    var bound = Price.zero
    /// The conditional order that it was, −1 where it was none.
    var algo = -1
    /// A trailing order's best price so far; zero before it follows.
    var extreme = Price.zero

    init(_ shown: PrintedOrder, account: Int, symbol: Int) {
        (self.shown, self.account, self.symbol) = (shown, account, symbol)
    }

    var isOpen: Bool { !shown.status.isFinal }

    /// As the book takes it, at its price or at any.
    func taker(_ owner: BookOwner, place: Int) -> LimitOrder {
        let any = shown.side == .buy ? Price(raw: .max) : Price(raw: 1)
        let worst = bound.isPositive ? bound : any
        let limit = shown.price.isPositive && !isAtMarket ? shown.price : worst
        return LimitOrder(shown.side, shown.left, at: limit, owner: owner, tag: UInt64(place))
    }

    /// Whether it takes any price once it works.
    var isAtMarket: Bool {
        switch shown.type {
        case .market, .stopLoss, .takeProfit: true
        default: false
        }
    }
}
