import Exchanges
import Market
import Messages
import Stages

/// What is told of orders.
extension BinanceVenueCore {
    /// An event of the account's stream.
    mutating func take(_ update: OrderUpdate, at moment: Moment) {
        let told = update.order
        guard told.symbol != .none else { return }
        let place = orders.place(of: told) ?? adopt(told, at: moment)
        if let trade = update.trade { take(trade, named: told, at: moment) }
        if let place { tell(told, place, at: moment) }
    }

    /// An order of Strata's that the venue does not know: of a life before. `nil` for anybody else's.
    mutating func adopt(_ told: ExchangeOrder, at moment: Moment) -> Int? {
        guard let id = told.name.order, told.symbol != .none else { return nil }
        if let place = orders.place(of: id), orders[place].symbol == told.symbol { return place }
        var row = OutstandingOrder(id, told.symbol, .doubtful, on: settings.market)
        row.take(told)
        return orders.add(row)
    }

    /// The exchange tells how an order stands.
    mutating func tell(_ told: ExchangeOrder, _ place: Int, at moment: Moment) {
        let before = orders[place]
        guard before.phase != .ended else { return tellLate(told, place, at: moment) }
        orders[place].take(told)
        // A conditional order that was triggered has become another one, which goes on.
        let isTriggered = told.isConditional && told.status == .filled
        orders[place].life.apply(.told(isTriggered ? .new : told.status.order))
        if isTriggered { triggered(place, at: moment) }
        if orders[place].phase == .ended { return end(place, at: moment) }
        if before.phase != .open {
            orders[place].openSince = moment.monotonic
            orders[place].askAt = .max
            say(.accepted, place, orders[place].quantity, at: moment)
            answer(place)
        }
        pursueCancel(place, at: moment)
        wantFills(of: place, at: moment)
    }

    /// Of an order that is over: that more of it was filled than was told.
    private mutating func tellLate(_ told: ExchangeOrder, _ place: Int, at moment: Moment) {
        orders[place].executed = max(orders[place].executed, told.isConditional ? .zero : told.executed)
        wantFills(of: place, at: moment)
    }

    /// What became of a triggered order is asked for, and its fills find it from now on.
    private mutating func triggered(_ place: Int, at moment: Moment) {
        placeFills(of: orders[place].symbol, at: moment)
        guard orders[place].phase != .ended else { return }
        // Its own events may tell it first.
        orders[place].askAt = moment.monotonic + settings.queryEvery
    }

    /// Fills that the exchange counts and that were not told are asked for, a moment later: the stream may
    /// yet tell them.
    private mutating func wantFills(of place: Int, at moment: Moment) {
        let row = orders[place]
        guard row.executed > row.told, row.phase == .open || row.phase == .ended else { return }
        wantTrades(of: row.symbol, at: moment, notBefore: moment.monotonic + 300_000_000)
    }

    mutating func wantTrades(of symbol: SymbolID, at moment: Moment, notBefore: Int64 = .min) {
        let from = trades[symbol.int].next
        requests.want(.trades(symbol, from: from), at: moment.monotonic, notBefore: notBefore)
    }

    /// An order is over: its end is told once all its fills are.
    mutating func end(_ place: Int, at moment: Moment) {
        orders[place].askAt = .max
        let row = orders[place]
        requests.drop { $0 == .cancel(row.id) || $0 == .query(row.id) }
        orders[place].owesEnd = true
        guard row.executed > row.told else { return sayEnd(place, at: moment) }
        wantTrades(of: row.symbol, at: moment)
    }

    /// Tells an order's end.
    mutating func sayEnd(_ place: Int, at moment: Moment) {
        guard orders[place].owesEnd else { return }
        orders[place].owesEnd = false
        let row = orders[place]
        switch row.life.status {
        case .cancelled: say(.cancelled, place, row.rest, at: moment)
        case .expired: say(.expired, place, row.rest, at: moment)
        case .rejected: say(.rejected, place, row.rest, at: moment)
        case .filled where row.executed > row.told:
            // They may yet come.
            orders[place].owesEnd = true
            if row.fillsDue == .max {
                orders[place].fillsDue = moment.monotonic + settings.lostFillsAfter
            }
            return
        case .filled:
            // The exchange cuts what reduces to what is held: then the rest is over, too.
            guard row.executed.isPositive, row.rest.isPositive else { break }
            orders[place].reason = Reason(.nothingToReduce)
            say(.cancelled, place, row.rest, at: moment)
        case .pending, .new, .partiallyFilled, .unknown: break
        }
        answer(place)
    }

    /// All fills of a pair were read, long after an order was filled, and some of its never came: the
    /// exchange does not tell them any more. The order is over with what was told; the books tell the rest.
    mutating func giveUpFills(of symbol: SymbolID, askedAt: Int64, at moment: Moment) {
        for place in orders.indices where orders[place].symbol == symbol {
            let row = orders[place]
            guard row.fillsDue <= askedAt else { continue }
            orders[place].fillsDue = .max
            let missing = row.executed - row.told
            guard missing.isPositive else { continue }
            telling.note("never heard of fills of \(row.id.text) for \(missing): the position tells them")
            orders[place].reason = Reason(.orderLostThere, found: missing.double, limit: row.price.double)
            say(.cancelled, place, row.quantity - row.told, at: moment)
            orders[place].told = row.executed
            orders[place].owesEnd = false
            answer(place)
        }
    }

    /// The exchange says that it has no such order.
    mutating func notFound(_ place: Int, askedAt: Int64, at moment: Moment) {
        let row = orders[place]
        guard row.isAlive else { return }
        guard stream.isUp, phase == .running || phase == .lists else {
            orders[place].askAt = moment.monotonic + settings.queryEvery
            return
        }
        let first = row.life.firstNotFound
        let isProof =
            first != .max && moment.monotonic - first >= settings.proofAfter && stream.since <= first
            && askedAt - first >= settings.proofAfter && trades[row.symbol.int].readAt > first
        orders[place].life.apply(.notFound(at: moment.monotonic, isProof: isProof))
        switch orders[place].phase {
        case .absent: neverArrived(place, at: moment)
        case .ended: end(place, at: moment)
        default:
            orders[place].askAt = moment.monotonic + settings.queryEvery
            // Had it been filled at once, its fills would tell.
            if trades[row.symbol.int].readAt <= orders[place].life.firstNotFound {
                wantTrades(of: row.symbol, at: moment, notBefore: moment.monotonic + settings.queryEvery)
            }
        }
    }

    /// Proof that an order never arrived: one that makes a position smaller, and is still wanted, goes out
    /// anew. The moment of an entry has passed.
    private mutating func neverArrived(_ place: Int, at moment: Moment) {
        let row = orders[place]
        let isWanted = asks.contains { $0.id == RequestID(row.id, .place) }
        guard isWanted, row.reduces, !row.isCancelWanted, row.expires >= clock.now(moment) else {
            return answer(place)
        }
        orders[place].life.apply(.wanted)
        telling.note("places \(row.id.text) anew: it never arrived")
        queue(place, at: moment)
    }

    // MARK: - Words

    /// Says what happened to an order.
    mutating func say(_ kind: VenueEventKind, _ place: Int, _ quantity: Quantity, at moment: Moment) {
        let row = orders[place]
        var event = VenueEvent()
        (event.clientOrderID, event.symbol, event.kind) = (row.id, row.symbol, kind)
        (event.purpose, event.side) = (row.purpose, row.side)
        (event.quantity, event.price) = (quantity, row.price)
        event.openTime = clock.now(moment)
        if kind != .accepted, kind != .open { event.reason = row.reason }
        words.append(.event(event))
    }
}
