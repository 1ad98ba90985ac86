import Exchanges
import Market
import Matching

/// An order at the book, on either market.
extension ExchangeSimulator {
    /// Lets an order meet what rests, and rest where it may.
    mutating func work(_ place: Int, _ venue: Int, at time: Timestamp) {
        let order = desks[venue][place]
        let own = desks[venue].resting(order.account, order.symbol, order.shown.side.opposite)
        if order.shown.term == .fillOrKill {
            let market = venues[venue].symbols[order.symbol]
            let limit = order.taker(accounts[order.account].owner, place: place).price
            let walk = BookWalk(market.book, order.shown.side, upTo: limit, without: own)
            guard walk.total >= order.shown.left else {
                return end(place, .expired, .notAtOnce, venue, at: time)
            }
        }
        var taker = order.taker(accounts[order.account].owner, place: place)
        let crossed = own.isEmpty ? nil : prevent(place, &taker, venue, at: time)
        let rests =
            order.shown.term != .immediate && !order.isAtMarket && crossed == nil
            && hasRoom(taker, order.symbol, venue)
        let met = venues[venue].place(
            taker, on: order.symbol, rests: rests, meetsOwn: order.shown.prevention == .none, at: time, &news)
        desks[venue][place].resting = met.resting
        publish(venue)
        settle(venue, taker: place)
        guard met.resting == nil, desks[venue][place].shown.left.isPositive, desks[venue][place].isOpen else {
            return
        }
        if crossed != nil { return end(place, .expiredInMatch, .none, venue, at: time) }
        end(place, .expired, order.isAtMarket ? .noLiquidity : .immediateRest, venue, at: time)
    }

    /// Whether the level of an order's price can be kept count of with the order in it.
    private func hasRoom(_ order: LimitOrder, _ symbol: Int, _ venue: Int) -> Bool {
        let level = venues[venue].symbols[symbol].book.quantity(order.side, at: order.price)
        let (sum, overflow) = level.raw.addingReportingOverflow(order.quantity.raw)
        return !overflow && sum <= .max / 2
    }

    /// Sees to it that an account does not trade with itself, by the mode of the order that takes.
    ///
    /// - Returns: the price of its own order at which the taker ends; `nil` where it goes on.
    private mutating func prevent(
        _ place: Int, _ taker: inout LimitOrder, _ venue: Int, at time: Timestamp
    ) -> Price? {
        let order = desks[venue][place]
        let (side, owned) = (taker.side, desks[venue].open[order.account])
        var makers = owned.filter { other in
            let shown = desks[venue][other].shown
            return desks[venue][other].symbol == order.symbol && desks[venue][other].resting != nil
                && shown.side != side
                && (side == .buy ? shown.price <= taker.price : shown.price >= taker.price)
        }
        makers.sort {
            let (a, b) = (desks[venue][$0].shown.price, desks[venue][$1].shown.price)
            return side == .buy ? a < b : a > b
        }
        guard order.shown.prevention != .none, let first = makers.first else { return nil }
        guard order.shown.prevention != .expireMaker else {
            for maker in makers where isReached(maker, by: taker, venue) {
                end(maker, .expiredInMatch, .none, venue, at: time)
            }
            return nil
        }
        guard isReached(first, by: taker, venue) else { return nil }
        let price = desks[venue][first].shown.price
        if order.shown.prevention == .expireBoth { end(first, .expiredInMatch, .none, venue, at: time) }
        taker.price = Price(raw: price.raw + (side == .buy ? -1 : 1))
        return price
    }

    /// Whether others offer less at better prices than a taker wants.
    private func isReached(_ maker: Int, by taker: LimitOrder, _ venue: Int) -> Bool {
        let order = desks[venue][maker]
        let better = Price(raw: order.shown.price.raw + (taker.side == .buy ? -1 : 1))
        let book = venues[venue].symbols[order.symbol].book
        return BookWalk(book, taker.side, upTo: better, without: []).total < taker.quantity
    }

    // MARK: The end of an order

    /// Ends an order that is open: it leaves the book, and what was set aside for it comes back.
    mutating func end(
        _ place: Int, _ status: PrintedOrderStatus, _ expiry: PrintedExpiry, _ venue: Int, at time: Timestamp,
        cancelName: PrintedName = PrintedName()
    ) {
        guard desks[venue][place].isOpen else { return }
        if let resting = desks[venue][place].resting {
            // What is told of the book goes out before the next change of it.
            let symbol = desks[venue][place].symbol
            var own = MarketNews()
            swap(&own, &news)
            venues[venue].cancel(resting, on: symbol, at: time, &news)
            publish(venue)
            swap(&own, &news)
            desks[venue][place].resting = nil
        }
        desks[venue][place].shown.status = status
        desks[venue][place].shown.expiry = expiry
        desks[venue][place].shown.updated = time
        desks[venue].close(place)
        let order = desks[venue][place]
        if venues[venue].kind == .spot {
            if order.locked > 0 {
                accounts[order.account].spot.release(order.locked, of: lockedAsset(order))
                desks[venue][place].locked = 0
            }
            report(
                desks[venue][place],
                status == .cancelled
                    ? .cancelled
                    : status == .rejected
                        ? .rejected
                        : status == .expiredInMatch ? .prevented : .expired, venue, at: time,
                cancelName: cancelName)
            if order.shown.list >= 0 { listEnded(place, venue, at: time) }
        } else {
            reportFutures(order, status == .cancelled ? .cancelled : .expired, venue, at: time)
            noteAlgo(of: place, venue, at: time)
        }
    }
}
