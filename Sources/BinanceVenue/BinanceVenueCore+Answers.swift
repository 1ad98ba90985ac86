import Exchanges
import Market
import Messages
import Stages

/// What the exchange answers.
extension BinanceVenueCore {
    /// Takes an answer, whatever its status.
    mutating func take(_ response: HTTPResponse, to request: VenueRequests.UnderWay, at moment: Moment) {
        guard (200..<300).contains(response.status) else {
            return refused(reader.refusal(response), request, at: moment)
        }
        do throws(FeedProblem) {
            isAccountWrong = false
            try take(response.body, to: request, at: moment)
            if !isAccountWrong { got(request.wish, askedAt: request.askedAt.monotonic, at: moment) }
        } catch {
            let asked = words(request.wish)
            telling.complain("got an answer to \(asked) that can't be used: \(error)")
            missed(request, "the answer can't be used", at: moment)
        }
    }

    private mutating func take(
        _ body: [UInt8], to request: VenueRequests.UnderWay, at moment: Moment
    ) throws(FeedProblem) {
        let askedAt = request.askedAt.monotonic
        switch request.wish {
        case .time:
            takeTime(try reader.time(body), askedAt: request.askedAt, at: moment)
        case .place(let id, _): try takePlaced(body, id, at: moment)
        case .placeList: try takeListed(body, at: moment)
        case .cancel(let id): try takeCancelled(body, id, at: moment)
        case .query(let id): try takeQueried(body, id, at: moment)
        case .find(let symbol, let number):
            found(try reader.order(body), symbol, number: number, at: moment)
        case .openOrders(let symbol):
            var list: [ExchangeOrder] = []
            try reader.orders(body) { list.append($0) }
            take(list, symbol, areConditional: false, askedAt: askedAt, at: moment)
        case .openConditionals(let symbol):
            var list: [ExchangeOrder] = []
            try reader.conditionals(body) { list.append($0) }
            take(list, symbol, areConditional: true, askedAt: askedAt, at: moment)
        case .trades(let symbol, let from): try takeTrades(body, symbol, from: from, askedAt, at: moment)
        case .countdown(let symbol, let milliseconds):
            if milliseconds == 0 { switches[symbol.int].disarmed() }
        case .funding:
            var payments: [(SymbolID, Timestamp, Money)] = []
            try reader.funding(body) { payments.append(($0, $1, $2)) }
            for (symbol, time, income) in payments { take(funding: income, symbol, at: time) }
            movesRead(of: .none, askedAt: askedAt, at: moment)
        default: try takeAccount(body, to: request, at: moment)
        }
    }

    /// An answer that was long under way tells less than one of before; then the time is asked for again.
    private mutating func takeTime(_ time: Timestamp, askedAt: Moment, at moment: Moment) {
        let isGood = (moment.monotonic - askedAt.monotonic) / 2 <= settings.clockErrorLimit
        due.clock = moment.monotonic + (isGood ? settings.clockEvery : 1_000_000_000)
        guard isGood || !clock.isKnown || isClockDoubted else { return }
        clock.take(time, askedAt: askedAt, answeredAt: moment)
        isClockDoubted = false
    }

    private mutating func takePlaced(
        _ body: [UInt8], _ id: ClientOrderID, at moment: Moment
    ) throws(FeedProblem) {
        guard let place = orders.place(of: id) else { return }
        let isAlgo = settings.isFutures && orders[place].isConditional
        let told = isAlgo ? try reader.conditional(body) : try reader.order(body)
        var fills: [ExchangeTrade] = []
        if !settings.isFutures { try reader.fills(body, of: told) { fills.append($0) } }
        orders[place].take(told)
        for fill in fills { take(fill, named: told, at: moment) }
        tell(told, place, at: moment)
    }

    private mutating func takeCancelled(
        _ body: [UInt8], _ id: ClientOrderID, at moment: Moment
    ) throws(FeedProblem) {
        guard let place = orders.place(of: id) else { return }
        if settings.isFutures, orders[place].isConditional {
            guard orders[place].phase == .open else { return }
            orders[place].life.apply(.told(.cancelled))
            return end(place, at: moment)
        }
        guard !settings.isFutures else { return tell(try reader.order(body), place, at: moment) }
        // With one order of a list all of them are taken back, and each is told.
        try takeListed(body, at: moment)
    }

    private mutating func takeQueried(
        _ body: [UInt8], _ id: ClientOrderID, at moment: Moment
    ) throws(FeedProblem) {
        guard let place = orders.place(of: id) else { return }
        let row = orders[place]
        let isAlgo = settings.isFutures && row.isConditional && row.child == 0
        tell(isAlgo ? try reader.conditional(body) : try reader.order(body), place, at: moment)
        if row.isConditional { settleFills(of: row.symbol, at: moment) }
    }

    private mutating func takeTrades(
        _ body: [UInt8], _ symbol: SymbolID, from: Int64, _ askedAt: Int64, at moment: Moment
    ) throws(FeedProblem) {
        var list: [ExchangeTrade] = []
        try reader.trades(body) { list.append($0) }
        list.sort { $0.number < $1.number }
        for trade in list where trade.time >= since { take(trade, at: moment) }
        if let last = list.last { trades[symbol.int].read(to: last.number) }
        guard list.count < VenuePaths.pageLimit else { return wantTrades(of: symbol, at: moment) }
        readAll(symbol, askedAt: askedAt, at: moment)
    }

    private mutating func takeAccount(
        _ body: [UInt8], to request: VenueRequests.UnderWay, at moment: Moment
    ) throws(FeedProblem) {
        let askedAt = request.askedAt.monotonic
        switch request.wish {
        case .account: try takeModes(body, at: moment)
        case .symbolModes: try takeSymbolModes(body, at: moment)
        case .fees(let symbol): fees[symbol.int] = try reader.fees(body)
        case .listenKey:
            if let act = stream.take(try reader.listenKey(body), at: moment.monotonic) {
                carryOut(act, at: moment.monotonic)
            }
        case .positions: try takePositions(body, askedAt: askedAt, at: moment)
        case .balances:
            var balance = Money.zero
            let take = { (one: AssetBalance) in if one.asset == "USDT" { balance = Money(raw: one.total) } }
            if settings.isFutures { try reader.wallets(body, take) } else { try reader.balances(body, take) }
            self.take(balance: balance, askedAt: askedAt, at: moment)
        default: break
        }
    }

    private mutating func takeModes(_ body: [UInt8], at moment: Moment) throws(FeedProblem) {
        if settings.isFutures {
            let modes = try reader.modes(body)
            if !modes.canTrade { wrong("the exchange lets it not trade", at: moment) }
            if modes.isHedged { wrong("it holds long and short at once; set one-way mode", at: moment) }
            if modes.hasSeveralAssets {
                wrong("its margin is of several assets; set single-asset mode", at: moment)
            }
        } else {
            let account = try reader.spotAccount(body)
            if !account.canTrade { wrong("the exchange lets it not trade", at: moment) }
            for place in fees.indices { fees[place] = (account.maker, account.taker) }
        }
    }

    private mutating func takeSymbolModes(_ body: [UInt8], at moment: Moment) throws(FeedProblem) {
        var list: [SymbolModes] = []
        try reader.symbolModes(body) { list.append($0) }
        for modes in list where modes.symbol != .none {
            let name = settings.instruments.name(modes.symbol)
            leverages[modes.symbol.int] = modes.leverage
            if !modes.isIsolated { wrong("\(name)'s margin is crossed; set isolated", at: moment) }
            let wanted = settings.leverages[modes.symbol.int]
            if modes.leverage != wanted {
                wrong("\(name)'s leverage is \(modes.leverage); the safe list wants \(wanted)", at: moment)
            }
        }
    }

    private mutating func takePositions(
        _ body: [UInt8], askedAt: Int64, at moment: Moment
    ) throws(FeedProblem) {
        let none = (quantity: Quantity.zero, entryPrice: Price.absent)
        var holdings = Array(repeating: none, count: trades.count)
        if settings.isFutures {
            try reader.positions(body) { position in
                guard position.symbol != .none else { return }
                holdings[position.symbol.int] = (position.quantity, position.entryPrice)
            }
        } else {
            let bases = settings.instruments.instruments.map { ShortLabel(clipping: $0.base) }
            try reader.balances(body) { one in
                for place in bases.indices where bases[place] == one.asset {
                    holdings[place].quantity = Quantity(raw: one.total)
                }
            }
        }
        take(holdings: holdings, askedAt: askedAt, at: moment)
    }

    // MARK: - Refusals

    private mutating func refused(
        _ refusal: ExchangeRefusal, _ request: VenueRequests.UnderWay, at moment: Moment
    ) {
        if refusal.meaning == .clock {
            isClockDoubted = true
            requests.want(.time, at: moment.monotonic)
        }
        if refusal.isOfKey, !hasRun { keyRefusal = "\(refusal)" }
        switch request.wish {
        case .place(let id, _), .placeList(let id): refused(refusal, place: id, at: moment)
        case .cancel(let id): refused(refusal, cancel: id, request, at: moment)
        case .query(let id): refused(refusal, query: id, request, at: moment)
        case .find(let symbol, let number) where refusal.meaning == .noOrder:
            found(nil, symbol, number: number, at: moment)
        default: missed(request, "\(refusal)", at: moment)
        }
    }

    private mutating func refused(_ refusal: ExchangeRefusal, place id: ClientOrderID, at moment: Moment) {
        guard let place = orders.place(of: id) else { return }
        if refusal.meaning == .refused, orders[place].target.present != nil {
            return placeAlone(place, refusal, at: moment)
        }
        if refusal.wouldTrigger, orders[place].protects {
            // The market is beyond its price: what it stands for is to be done now.
            orders[place].isMet = true
            telling.note("closes at the market: \(id.text) is met already")
            return goAgain(place, after: 0, at: moment)
        }
        switch refusal.meaning {
        case .refused: refuse(place, refusal, at: moment)
        case .later: goAgain(place, at: moment)
        case .clock:
            orders[place].clockTries += 1
            guard orders[place].clockTries <= 3 else { return refuse(place, refusal, at: moment) }
            goAgain(place, at: moment)
        // An order of this name is open there: it came before.
        case .unknown, .duplicate, .noOrder, .done: doubt(place, at: moment)
        }
    }

    private mutating func refuse(_ place: Int, _ refusal: ExchangeRefusal, at moment: Moment) {
        guard orders[place].phase == .sent else { return }
        telling.note("\(orders[place].id.text) was refused: \(refusal)")
        orders[place].reason = Reason(of: refusal)
        orders[place].life.apply(.refused)
        orders[place].owesEnd = true
        sayEnd(place, at: moment)
    }

    /// It did not arrive: it goes again, where it is still wanted.
    mutating func goAgain(_ place: Int, after wait: Int64? = nil, at moment: Moment) {
        guard orders[place].life.apply(.stayed) else { return }
        mirror(place)
        let wait = VenueRequests.bounded(wait ?? 2 * settings.shortestDelay)
        queue(place, at: moment, notBefore: moment.monotonic + wait)
        pursueCancel(place, at: moment)
    }

    private mutating func doubt(_ place: Int, at moment: Moment) {
        orders[place].life.apply(.missed)
        mirror(place)
        look(after: place, at: moment)
        if let other = listed(with: place) { look(after: other, at: moment) }
    }

    private mutating func refused(
        _ refusal: ExchangeRefusal, cancel id: ClientOrderID, _ request: VenueRequests.UnderWay,
        at moment: Moment
    ) {
        guard let place = orders.place(of: id), orders[place].phase == .open else { return }
        switch refusal.meaning {
        case .later, .clock: requests.retry(request, at: moment, &chance)
        // It is over, or was never there: what became of it is asked.
        default: look(after: place, at: moment)
        }
    }

    private mutating func refused(
        _ refusal: ExchangeRefusal, query id: ClientOrderID, _ request: VenueRequests.UnderWay,
        at moment: Moment
    ) {
        guard let place = orders.place(of: id) else { return }
        guard refusal.meaning == .noOrder else { return missed(request, "\(refusal)", at: moment) }
        notFound(place, askedAt: request.askedAt.monotonic, at: moment)
        if orders[place].isConditional { settleFills(of: orders[place].symbol, at: moment) }
    }

    // MARK: - No answer

    /// A request got no answer.
    mutating func fail(_ request: VenueRequests.UnderWay, _ end: ConnectionEnd, at moment: Moment) {
        if let id = request.wish.placed, let place = orders.place(of: id) {
            switch end {
            case .unsent: return goAgain(place, at: moment)
            case .overBudget(let wait):
                // For exits all is there that there is: until there is more, none can be placed.
                if request.wish.exits { requests.pauseOrders(for: wait, at: moment) }
                return goAgain(place, after: wait, at: moment)
            default: return doubt(place, at: moment)
            }
        }
        // Others of this machine used up what the exchange lets through: that is no failure.
        if let wait = end.wait { return requests.putBack(request, after: wait, at: moment) }
        missed(request, "\(end)", at: moment)
    }

    /// Something came to nothing, or nobody knows what it came to: an order is asked for, all else asked
    /// again.
    private mutating func missed(_ request: VenueRequests.UnderWay, _ why: String, at moment: Moment) {
        if request.failures == 0 { telling.note("could not get \(words(request.wish)): \(why)") }
        switch request.wish {
        case .place(let id, _), .placeList(let id):
            if let place = orders.place(of: id) { doubt(place, at: moment) }
        case .cancel(let id): if let place = orders.place(of: id) { look(after: place, at: moment) }
        case .listenKey: stream.keyFailed(at: moment.monotonic, &chance)
        // The key is gone: a new one comes with a new connection.
        case .keepKey: commands.append(.close(stream.connection))
        case .countdown(let symbol, let milliseconds):
            let isOff = switches[symbol.int].state != .armed
            if (milliseconds == 0) == isOff { requests.retry(request, at: moment, &chance) }
        default: requests.retry(request, at: moment, &chance)
        }
    }

    /// What is asked for, for a person.
    private func words(_ wish: VenueWish) -> String {
        switch wish {
        case .time: "the exchange's time"
        case .account, .symbolModes, .fees: "the account's settings"
        case .listenKey, .keepKey: "the key to the account's stream"
        case .place(let id, _), .placeList(let id): "an answer to placing \(id.text)"
        case .cancel(let id): "an answer to cancelling \(id.text)"
        case .query(let id): "what became of \(id.text)"
        case .find(_, let number): "the order \(number)"
        case .openOrders, .openConditionals: "the open orders"
        case .trades: "the fills"
        case .positions, .balances: "what is held"
        case .funding: "payments of funding"
        case .countdown: "an answer to the dead-man's switch"
        }
    }
}
