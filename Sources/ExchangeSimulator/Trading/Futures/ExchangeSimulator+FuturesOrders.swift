import Exchanges
import Market
import Matching

/// Orders of futures, from their parameters to the book.
extension ExchangeSimulator {
    /// Places an order; answers its place.
    mutating func placeFutures(
        _ draft: FuturesDraft, _ account: Int, _ symbol: Int, _ venue: Int, at time: Timestamp
    ) throws(ExchangeError) -> Int {
        let order = try checkedFutures(draft, account, symbol, venue, at: time)
        return enterFutures(order, venue, at: time)
    }

    /// Takes a checked order in, and lets it go to the book.
    mutating func enterFutures(_ checked: DeskOrder, _ venue: Int, at time: Timestamp) -> Int {
        var order = checked
        order.shown.id = desks[venue].nextID
        if order.shown.name.isEmpty { order.shown.name = desks[venue].nextName() }
        order.shown.working = time
        let place = desks[venue].add(order)
        reportFutures(order, .new, venue, at: time)
        if order.shown.goodTill != .zero { expiries.push(place, at: order.shown.goodTill) }
        work(place, venue, at: time)
        return place
    }

    /// Holds an order against the contract's rules and the account's means; nothing changes.
    func checkedFutures(
        _ asked: FuturesDraft, _ account: Int, _ symbol: Int, _ venue: Int, at time: Timestamp
    ) throws(ExchangeError) -> DeskOrder {
        var draft = asked
        let market = venues[venue].symbols[symbol]
        guard market.listing.instrument.isTrading else {
            throw ExchangeError(-4108, "This contract is being settled or is closed.")
        }
        try checkSides(draft, account)
        if draft.term == .untilDate, draft.goodTill <= stamp(time) + .seconds(600) { throw .goodTillDate }
        if draft.match != .none { draft.price = try Self.price(draft.match, draft.side, market) }
        let filters = FuturesFilters(listing: market.listing, mark: mark(symbol, venue))
        if draft.type == .limit { try filters.price(draft.price, draft.side) }
        try filters.quantity(draft.quantity, isMarket: draft.type == .market)
        if !draft.closes {
            try filters.notional(draft.quantity, at: draft.type == .limit ? draft.price : filters.mark)
        }
        if let name = draft.name, desks[venue].openPlace(of: name, account, symbol) != nil {
            throw .duplicateName
        }
        guard desks[venue].counts(account, symbol).open < 200 else { throw .tooManyOpen }
        if draft.closes { draft.quantity = try closable(draft, account, symbol, venue) }
        var order = Self.order(draft, account, symbol, at: time)
        if draft.type == .market { order.bound = try bound(draft, market, filters.mark) }
        try checkBook(order, market, venue)
        try checkMargin(order, market, venue)
        return order
    }

    private static func order(
        _ draft: FuturesDraft, _ account: Int, _ symbol: Int, at time: Timestamp
    ) -> DeskOrder {
        var shown = PrintedOrder(
            id: 0, name: draft.name ?? PrintedName(), side: draft.side, type: draft.type, term: draft.term,
            price: draft.price, quantity: draft.quantity, prevention: draft.prevention, at: time)
        (shown.positionSide, shown.reducesOnly) = (draft.positionSide, draft.reducesOnly)
        (shown.closesPosition, shown.goodTill) = (draft.closesPosition, draft.goodTill)
        (shown.original, shown.isLiquidation) = (draft.original, draft.isLiquidation)
        shown.match = draft.match
        return DeskOrder(shown, account: account, symbol: symbol)
    }

    /// Whether an order says for which position it is as the account's mode wants it.
    func checkSides(_ draft: FuturesDraft, _ account: Int) throws(ExchangeError) {
        let isHedged = accounts[account].futures.isHedged
        guard (draft.positionSide == .both) != isHedged else { throw .positionSide }
        if isHedged, draft.reducesOnly { throw .notRequired("reduceonly") }
    }

    /// The price that an order takes from the book.
    static func price(
        _ match: PrintedPriceMatch, _ side: Side, _ market: SymbolMarket
    ) throws(ExchangeError) -> Price {
        let levels = market.book.levels(match.isQueue ? side : side.opposite, limit: match.depth)
        guard levels.count == match.depth, let level = levels.last else { throw .noDepth }
        return level.price
    }

    /// How much an order may take of its position, which others of its kind may have taken already.
    private func closable(
        _ draft: FuturesDraft, _ account: Int, _ symbol: Int, _ venue: Int
    ) throws(ExchangeError) -> Quantity {
        let held = accounts[account].futures[FuturesWallet.slot(symbol, draft.positionSide)].held.quantity
        guard !held.isZero, (held.raw > 0) == (draft.side == .sell) else { throw .reduceOnlyRejected }
        let taken = closing(account, symbol, draft.positionSide, draft.side, venue)
        let left = held.magnitude - min(taken, held.magnitude)
        guard left.isPositive else { throw .reduceOnlyFailed }
        return min(left, draft.quantity)
    }

    /// What open orders will close of a position.
    func closing(
        _ account: Int, _ symbol: Int, _ positionSide: PrintedPositionSide, _ side: Side, _ venue: Int
    ) -> Quantity {
        desks[venue].open[account].reduce(Quantity.zero) { sum, place in
            let order = desks[venue][place]
            let closes = order.shown.reducesOnly || order.shown.positionSide != .both
            guard order.symbol == symbol, order.shown.positionSide == positionSide, order.shown.side == side,
                closes
            else { return sum }
            return sum + order.shown.left
        }
    }

    /// The worst price that a market order takes, and whether the best there is lies within it.
    private func bound(
        _ draft: FuturesDraft, _ market: SymbolMarket, _ mark: Price
    ) throws(ExchangeError) -> Price {
        let share = market.listing.marketTakeBound.raw
        let factor = fixedPointScale + draft.side.sign * share
        let bound = Price(raw: multiplyDivide(mark.raw, factor, by: fixedPointScale, .nearest) ?? mark.raw)
        guard let best = market.book.best(draft.side.opposite) else { return bound }
        let isBeyond = draft.side == .buy ? best.price > bound : best.price < bound
        guard !isBeyond || draft.isLiquidation else { throw .percentPrice }
        return bound
    }

    /// Whether what must rest can, and what must be filled at once can.
    private func checkBook(
        _ order: DeskOrder, _ market: SymbolMarket, _ venue: Int
    ) throws(ExchangeError) {
        let taker = order.taker(accounts[order.account].owner, place: 0)
        if order.shown.term == .postOnly, market.book.crosses(taker) { throw .postOnly }
        guard order.shown.term == .fillOrKill else { return }
        let own = desks[venue].resting(order.account, order.symbol, order.shown.side.opposite)
        let walk = BookWalk(market.book, order.shown.side, upTo: taker.price, without: own)
        guard walk.total >= order.shown.quantity else { throw .fillOrKill }
    }

    /// Whether a position can be kept count of, whatever of its orders is filled.
    private func canHold(_ order: DeskOrder, _ venue: Int) -> Bool {
        let slot = FuturesWallet.slot(order.symbol, order.shown.positionSide)
        let held = accounts[order.account].futures[slot].held.quantity.magnitude
        var sum = Int128(held.raw) + Int128(order.shown.left.raw)
        for place in desks[venue].open[order.account] where desks[venue][place].symbol == order.symbol {
            sum += Int128(desks[venue][place].shown.left.raw)
        }
        return sum <= Int128(Int64.max / 2)
    }

    /// Whether the account has the margin for an order, and whether its position may be so large.
    func checkMargin(
        _ order: DeskOrder, _ market: SymbolMarket, _ venue: Int, replacing place: Int? = nil
    ) throws(ExchangeError) {
        let side = order.shown.positionSide
        let closes =
            order.shown.reducesOnly
            || side == .long && order.shown.side == .sell || side == .short && order.shown.side == .buy
        guard !closes else { return }
        let price =
            order.shown.type == .limit
            ? order.shown.price : market.book.best(order.shown.side.opposite)?.price ?? order.bound
        guard let value = order.shown.left.notional(at: price, .up), canHold(order, venue) else {
            throw .positionTooLarge
        }
        let slot = FuturesWallet.slot(order.symbol, side)
        let plan = PlannedOrder(slot: slot, side: order.shown.side, value: value, replaces: place)
        let after = positions(order.account, venue, planning: plan)
        let before = positions(order.account, venue)
        guard let row = after.first(where: { $0.slot == slot })?.row else { return }
        let had = before.first { $0.slot == slot }?.row.orderMargin ?? .zero
        let most = max((row.notional + row.bids).magnitude, (row.notional - row.asks).magnitude)
        guard most <= Money(Int(row.maxNotional)) else { throw .positionTooLarge }
        guard row.orderMargin - had <= margin(order.account, before).available else {
            throw .marginInsufficient
        }
    }
}
