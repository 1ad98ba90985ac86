import Exchanges
import Market
import Matching

/// Orders of spot, from their parameters to the book.
extension ExchangeSimulator {
    /// Places an order; answers its place.
    mutating func placeSpot(
        _ draft: SpotDraft, _ account: Int, _ symbol: Int, _ venue: Int, at time: Timestamp
    ) throws(ExchangeError) -> Int {
        let order = try checked(draft, account, symbol, venue, at: time)
        let place = try admit(order, venue, at: time)
        begin(place, venue, at: time)
        react(venue, at: time)
        return place
    }

    /// Holds an order against the market's rules; nothing changes.
    func checked(
        _ draft: SpotDraft, _ account: Int, _ symbol: Int, _ venue: Int, at time: Timestamp,
        pends: Bool = false
    ) throws(ExchangeError) -> DeskOrder {
        let market = venues[venue].symbols[symbol]
        guard market.listing.instrument.isTrading else { throw .marketClosed }
        try SpotFilters(listing: market.listing, reference: market.averagePrice(at: time)).check(draft)
        let counts = desks[venue].counts(account, symbol)
        guard counts.open < 200 else { throw .filter("MAX_NUM_ORDERS") }
        if draft.type.waits, counts.waiting >= 5 { throw .filter("MAX_NUM_ALGO_ORDERS") }
        if let name = draft.name, desks[venue].openPlace(of: name, account, symbol) != nil {
            throw .duplicate
        }
        var shown = PrintedOrder(
            id: 0, name: draft.name ?? PrintedName(), side: draft.side, type: draft.type, term: draft.term,
            price: draft.price, quantity: draft.quantity, prevention: draft.prevention, at: time)
        (shown.spend, shown.stopPrice) = (draft.spend, draft.stopPrice)
        (shown.trailing, shown.iceberg) = (draft.trailing, draft.iceberg)
        var order = DeskOrder(shown, account: account, symbol: symbol)
        guard !pends else { return order }
        try checkMarket(&order, market)
        return order
    }

    /// Holds an order against the prices of the moment.
    private func checkMarket(_ order: inout DeskOrder, _ market: SymbolMarket) throws(ExchangeError) {
        let owner = accounts[order.account].owner
        if order.shown.type.waits {
            guard let last = market.lastPrice else { throw .marketClosed }
            if OrderDesk.fires(order.shown, at: last), order.shown.trailing == 0 { throw .wouldTrigger }
        }
        if order.shown.type == .limitMaker {
            if market.book.crosses(order.taker(owner, place: 0)) { throw .wouldTake }
        }
        if order.shown.spend.isPositive { try size(&order, market) }
    }

    /// Finds how much the amount of a market order buys, or what must be sold for it: never more than that.
    private func size(_ order: inout DeskOrder, _ market: SymbolMarket) throws(ExchangeError) {
        let walk = BookWalk(market.book, order.shown.side, without: own(order))
        guard !walk.levels.isEmpty else { throw .lessThanMinimum }
        let step = market.listing.instrument.stepSize
        let quantity = walk.quantity(for: order.shown.spend).rounded(to: step, .down)
        guard quantity >= market.listing.instrument.minQuantity else { throw .lessThanLot }
        order.shown.quantity = quantity
    }

    /// What an account itself offers to its order.
    func own(_ order: DeskOrder) -> [BookLevel] {
        guard let venue = venue(.spot) else { return [] }
        return desks[venue].resting(order.account, order.symbol, order.shown.side.opposite)
    }

    // MARK: Into the books

    /// Takes an order in: its money is set aside, and it has a number and a name.
    mutating func admit(
        _ checked: DeskOrder, _ venue: Int, at time: Timestamp, locking amount: Int64? = nil
    ) throws(ExchangeError) -> Int {
        var order = checked
        let market = venues[venue].symbols[order.symbol]
        let asset = lockedAsset(order)
        if order.shown.type == .market {
            try checkFunds(order, market)
        } else {
            let need = amount ?? spotLock(order.shown, last: market.lastPrice ?? .zero)
            guard let need, accounts[order.account].spot.lock(need, of: asset) else { throw .balance }
            order.locked = need
        }
        return enter(order, venue)
    }

    /// Gives an order its number and name, and tells of it.
    mutating func enter(_ checked: DeskOrder, _ venue: Int) -> Int {
        var order = checked
        let time = order.shown.created
        order.shown.id = desks[venue].nextID
        if order.shown.name.isEmpty { order.shown.name = desks[venue].nextName() }
        let works = !order.shown.type.waits && order.shown.status != .pendingNew
        order.shown.isWorking = works
        if works { order.shown.working = time }
        let place = desks[venue].add(order)
        report(order, .new, venue, at: time)
        return place
    }

    /// Whether the account has what a market order takes.
    private func checkFunds(_ order: DeskOrder, _ market: SymbolMarket) throws(ExchangeError) {
        let wallet = accounts[order.account].spot
        guard order.shown.side == .buy else {
            guard wallet.free[lockedAsset(order)] >= order.shown.left.raw else { throw .balance }
            return
        }
        let walk = BookWalk(market.book, .buy, without: own(order))
        guard let cost = walk.cost(of: order.shown.left), cost.raw <= wallet.free[lockedAsset(order)] else {
            throw .balance
        }
    }

    /// A new order begins to wait, or goes to the book.
    mutating func begin(_ place: Int, _ venue: Int, at time: Timestamp) {
        let order = desks[venue][place]
        guard order.shown.type.waits else { return work(place, venue, at: time) }
        if order.shown.trailing > 0, order.shown.stopPrice.isZero {
            desks[venue][place].extreme = venues[venue].symbols[order.symbol].lastPrice ?? .zero
        }
        desks[venue].waiting[order.symbol].append(place)
    }

    /// An order that waited for a price works from now on.
    mutating func trigger(_ place: Int, _ venue: Int, at time: Timestamp) {
        guard desks[venue][place].isOpen else { return }
        if desks[venue][place].shown.list >= 0 { listTriggered(place, venue, at: time) }
        desks[venue][place].shown.isWorking = true
        desks[venue][place].shown.working = time
        desks[venue][place].shown.updated = time
        let order = desks[venue][place]
        let asset = lockedAsset(order)
        let market = venues[venue].symbols[order.symbol]
        if order.isAtMarket, order.shown.side == .buy {
            // What it will cost is known only now.
            accounts[order.account].spot.release(order.locked, of: asset)
            desks[venue][place].locked = 0
            let walk = BookWalk(market.book, .buy, without: own(order))
            let cost = walk.cost(of: order.shown.left)
            guard let cost, cost.raw <= accounts[order.account].spot.free[asset] else {
                return end(place, .expired, .rejected, venue, at: time)
            }
        } else if order.locked == 0 {
            let need = spotLock(order.shown, last: market.lastPrice ?? .zero)
            guard let need, accounts[order.account].spot.lock(need, of: asset) else {
                return end(place, .expired, .rejected, venue, at: time)
            }
            desks[venue][place].locked = need
        }
        report(desks[venue][place], .new, venue, at: time)
        work(place, venue, at: time)
    }
}
