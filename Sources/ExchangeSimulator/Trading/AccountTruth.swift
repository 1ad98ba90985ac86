import Exchanges
import Market
import Messages

/// What is so at the exchange of an account's futures, or of its spot, for whoever compares what a client
/// keeps of it.
package struct AccountTruth {
    /// A fill.
    package struct Trade {
        /// The trade's number.
        package let number: Int64
        /// The order of Strata's whose it is: of what a conditional order became, that one.
        package let order: ClientOrderID?
        /// Whether the exchange closed a position by it.
        package let isForced: Bool
        package let symbol: SymbolID
        package let side: Side
        package let price: Price
        package let quantity: Quantity
        /// In the currency in which it was taken.
        package let fee: Int64
        package let feeAsset: ShortLabel
        package let isMaker: Bool
    }

    /// An order that the exchange took and that bears a name of Strata's.
    package struct Order {
        /// Its name.
        package let id: ClientOrderID
        package let symbol: SymbolID
        package let side: Side
        /// Whether it waits for its trigger, or did.
        package let isConditional: Bool
        /// Whether more may come of it, what of it is left, and what is filled.
        package let isOpen: Bool
        package let left: Quantity
        package let filled: Quantity
    }

    /// All fills, and all orders of Strata's, in the order in which they came.
    package let trades: [Trade]
    package let orders: [Order]
    /// What is held, by place of the pair; of spot less what it began with.
    package let held: [Quantity]
    /// All that there is of USDT.
    package let wallet: Money
    /// What of it funding brought or took.
    package let funding: Money
}

/// How a position is protected now.
package struct ProtectionTruth {
    /// What is held.
    package let held: Quantity
    /// What all stops come to that wait and would close it.
    package let stops: Quantity
    /// The market's last price.
    package let last: Price
}

extension ExchangeSimulator {
    /// What is so of an account in the first market.
    package func truth(ofAccount account: Int) -> AccountTruth {
        let (desk, market) = (desks[0], venues[0])
        let owned = accounts[account]
        let isFutures = market.kind == .um
        let held = market.symbols.indices.map { place in
            isFutures
                ? owned.futures[place * 3].held.quantity
                : Quantity(raw: owned.spot.total(assets.bases[place]))
        }
        let plain = desk.orders.compactMap { order -> AccountTruth.Order? in
            guard order.account == account, order.algo < 0, let id = Self.name(order.shown.name) else {
                return nil
            }
            return AccountTruth.Order(
                id: id, symbol: SymbolID(order.symbol), side: order.shown.side, isConditional: false,
                isOpen: order.isOpen, left: order.shown.left, filled: order.shown.filled)
        }
        let conditional = algos.compactMap { algo -> AccountTruth.Order? in
            guard algo.account == account, let id = Self.name(algo.shown.name) else { return nil }
            return AccountTruth.Order(
                id: id, symbol: SymbolID(algo.symbol), side: algo.shown.side, isConditional: true,
                isOpen: algo.shown.status.isWaiting, left: algo.shown.quantity, filled: algo.shown.filled)
        }
        let quote = Money(raw: owned.spot.total(assets.quote))
        return AccountTruth(
            trades: desk.fills.filter { $0.account == account }.map(told), orders: plain + conditional,
            held: held, wallet: isFutures ? owned.futures.balance : quote,
            funding: owned.futures.incomes.filter { $0.kind == .funding }.reduce(.zero) { $0 + $1.amount })
    }

    private func told(_ fill: DeskFill) -> AccountTruth.Trade {
        let order = desks[0].orders[Int(fill.shown.order) - 1]
        let name = order.algo >= 0 ? algos[order.algo].shown.name : order.shown.name
        return AccountTruth.Trade(
            number: fill.shown.id, order: Self.name(name), isForced: order.shown.isLiquidation,
            symbol: SymbolID(fill.symbol), side: fill.shown.side, price: fill.shown.price,
            quantity: fill.shown.quantity, fee: fill.shown.fee, feeAsset: fill.shown.feeAsset,
            isMaker: fill.shown.isMaker)
    }

    private static func name(_ name: PrintedName) -> ClientOrderID? { OrderName("\(name)").order }

    /// How an account's position is protected in the first market.
    package func protection(of symbol: SymbolID, account: Int) -> ProtectionTruth {
        let last = venues[0].symbols[symbol.int].last?.price ?? .zero
        guard venues[0].kind == .um else {
            let stops = desks[0].open[account].reduce(Quantity.zero) { sum, place in
                let order = desks[0][place]
                let isStop = order.shown.type.isStop && order.shown.side == .sell
                return order.symbol == symbol.int && isStop ? sum + order.shown.left : sum
            }
            let held = Quantity(raw: accounts[account].spot.total(assets.bases[symbol.int]))
            return ProtectionTruth(held: held, stops: stops, last: last)
        }
        let held = accounts[account].futures[symbol.int * 3].held.quantity
        let stops = waitingAlgos[symbol.int].reduce(Quantity.zero) { sum, place in
            let algo = algos[place]
            let closes = algo.account == account && algo.shown.type == .stopMarket && algo.shown.reducesOnly
                && algo.shown.side == (held.raw > 0 ? .sell : .buy)
            return closes ? sum + algo.shown.quantity : sum
        }
        return ProtectionTruth(held: held, stops: stops, last: last)
    }
}
