import Exchanges
import Market

/// Futures' answers to accounts.
extension ExchangeSimulator {
    /// Does what an account asks of futures, and answers it.
    mutating func futures(_ action: FuturesAction, _ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        switch action {
        case .place: try futuresPlaced(call)
        case .test: try futuresTested(call)
        case .amend: try futuresAmended(call)
        case .query: try futuresQueried(call, isOpen: false)
        case .openOrder: try futuresQueried(call, isOpen: true)
        case .cancel: try futuresCancelled(call)
        case .cancelAll: try futuresAllCancelled(call)
        case .placeBatch:
            try batch(call) { simulator, one throws(ExchangeError) in try simulator.futuresPlaced(one) }
        case .amendBatch:
            try batch(call) { simulator, one throws(ExchangeError) in try simulator.futuresAmended(one) }
        case .cancelBatch: try cancelBatch(call)
        case .countdown: try countdown(call)
        case .openOrders: try futuresOpenOrders(call)
        case .allOrders: try futuresAllOrders(call)
        case .trades: try futuresTrades(call)
        case .placeAlgo: try algoPlaced(call)
        case .queryAlgo: try algoQueried(call)
        case .cancelAlgo: try algoCancelled(call)
        case .openAlgos: try algoRows(call, isOpen: true)
        case .allAlgos: try algoRows(call, isOpen: false)
        case .cancelAlgos: try algosCancelled(call)
        default: try futuresSettled(action, call)
        }
    }

    /// The same of what is about the account and not its orders.
    private mutating func futuresSettled(
        _ action: FuturesAction, _ call: AccountCall
    ) throws(ExchangeError) -> [UInt8] {
        switch action {
        case .oldAccount: futuresAccount(call, isOld: true)
        case .account: futuresAccount(call, isOld: false)
        case .oldBalance, .balance: futuresBalance(call)
        case .oldPositions: try positionRisk(call, isOld: true)
        case .positions: try positionRisk(call, isOld: false)
        case .accountConfig: accountConfig(call)
        case .symbolConfig: try symbolConfig(call)
        case .leverage: try setLeverage(call)
        case .marginType: try setMarginType(call)
        case .sides: Self.told { $0.flag("dualSidePosition", accounts[call.account].futures.isHedged) }
        case .setSides: try setSides(call)
        case .assetMode:
            Self.told { $0.flag("multiAssetsMargin", accounts[call.account].futures.isMultiAsset) }
        case .setAssetMode: try setAssetMode(call)
        case .positionMargin: try setPositionMargin(call)
        case .income: try income(call)
        case .brackets: try brackets(call)
        case .commission: try futuresCommission(call)
        case .orderCounts: accounts[call.account].futuresMeter.answer(at: call.time)
        case .feeBurn: Self.told { $0.flag("feeBurn", false) }
        case .makeKey: makeListenKey(call.account)
        case .keepKey: try keepListenKey(call.account)
        case .dropKey: try dropListenKey(call.account)
        default: throw .noSuchOrder
        }
    }

    /// An object of these members.
    static func told(_ members: (inout JSONText) -> Void) -> [UInt8] {
        var json = JSONText()
        json.object(members)
        return json.bytes
    }

    /// What futures say where something was done.
    static func done(_ message: String = "success") -> [UInt8] {
        told {
            $0.integer("code", 200)
            $0.text("msg", message)
        }
    }

    func written(
        _ order: PrintedOrder, _ symbol: Int, _ form: BinanceWriting.FuturesForm, _ venue: Int
    ) -> [UInt8] {
        let market = venues[venue].symbols[symbol]
        var json = JSONText()
        BinanceWriting.futuresOrder(order, symbol: market.listing.name, market.form, form, into: &json)
        return json.bytes
    }

    // MARK: New orders

    private mutating func futuresPlaced(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let draft = try FuturesDraft(call.parameters)
        let isWhole = try Self.tellsResult(call.parameters)
        let place = try placeFutures(draft, call.account, symbol, call.venue, at: call.time)
        react(call.venue, at: call.time)
        return written(shown(place, isWhole: isWhole, call), symbol, .placed, call.venue)
    }

    private static func tellsResult(_ parameters: Parameters) throws(ExchangeError) -> Bool {
        switch parameters.target["newOrderRespType"] {
        case "RESULT": return true
        case "ACK", nil: return false
        default: throw .invalid("newOrderRespType")
        }
    }

    /// An order as an answer tells it: as it became, or as it was taken.
    private func shown(_ place: Int, isWhole: Bool, _ call: AccountCall) -> PrintedOrder {
        var order = desks[call.venue][place].shown
        guard !isWhole else { return order }
        (order.status, order.filled, order.paid) = (.new, .zero, .zero)
        return order
    }

    private func futuresTested(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let draft = try FuturesDraft(call.parameters)
        let order = try checkedFutures(draft, call.account, symbol, call.venue, at: call.time)
        return written(order.shown, symbol, .placed, call.venue)
    }

    // MARK: Changes

    /// Gives an order another quantity and price: it stands behind all others then.
    private mutating func futuresAmended(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let side = try SpotDraft.side(call.parameters, "side")
        guard let quantity: Quantity = try call.parameters.decimal("quantity") else {
            throw .missing("quantity")
        }
        let market = venues[call.venue].symbols[symbol]
        var price: Price? = try call.parameters.decimal("price")
        let match = try FuturesDraft.match(call.parameters)
        if match != .none { price = try Self.price(match, side, market) }
        guard let price else { throw .missing("price") }
        let found = try find(call, symbol, idName: "orderId", nameName: "origClientOrderId", isOpen: true)
        guard let place = found, desks[call.venue][place].isOpen, desks[call.venue][place].shown.side == side
        else { throw .noSuchOrder }
        let old = desks[call.venue][place]
        if try call.parameters.flag("reduceOnly") == true, !old.shown.reducesOnly { throw .notReduceOnly }
        guard old.shown.price != price || old.shown.quantity != quantity else { throw .unchanged }
        let filters = FuturesFilters(listing: market.listing, mark: mark(symbol, call.venue))
        try filters.price(price, side)
        try filters.quantity(quantity, isMarket: false)
        if !old.shown.reducesOnly { try filters.notional(quantity, at: price) }
        var new = old
        (new.shown.price, new.shown.quantity, new.shown.match) = (price, quantity, match)
        let taker = new.taker(accounts[call.account].owner, place: place)
        let crosses = old.shown.term == .postOnly && market.book.crosses(taker)
        guard quantity > old.shown.filled, !crosses else {
            end(place, .cancelled, .none, call.venue, at: call.time)
            react(call.venue, at: call.time)
            return written(desks[call.venue][place].shown, symbol, .amended, call.venue)
        }
        try checkMargin(new, market, call.venue, replacing: place)
        if let resting = old.resting {
            venues[call.venue].cancel(resting, on: symbol, at: call.time, &news)
            publish(call.venue)
        }
        (new.resting, new.shown.updated) = (nil, call.time)
        desks[call.venue][place] = new
        reportFutures(new, .amended, call.venue, at: call.time)
        work(place, call.venue, at: call.time)
        react(call.venue, at: call.time)
        return written(desks[call.venue][place].shown, symbol, .amended, call.venue)
    }

    private mutating func futuresCancelled(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let found = try find(call, symbol, idName: "orderId", nameName: "origClientOrderId", isOpen: true)
        guard let place = found, desks[call.venue][place].isOpen else { throw .unknownOrder }
        end(place, .cancelled, .none, call.venue, at: call.time)
        react(call.venue, at: call.time)
        return written(desks[call.venue][place].shown, symbol, .placed, call.venue)
    }

    private mutating func futuresAllCancelled(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        cancelOpen(call.account, try spotSymbol(call), call.venue, at: call.time)
        react(call.venue, at: call.time)
        return Self.done("The operation of cancel all open order is done.")
    }

    // MARK: Batches

    private mutating func batch(
        _ call: AccountCall,
        _ body: (inout ExchangeSimulator, AccountCall) throws(ExchangeError) -> [UInt8]
    ) throws(ExchangeError) -> [UInt8] {
        each(of: try BatchReader.orders(call.parameters), call, body)
    }

    private mutating func cancelBatch(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try call.parameters.mandatory("symbol")
        _ = try spotSymbol(call)
        return each(of: try BatchReader.cancels(call.parameters, symbol: symbol), call) {
            (simulator, one) throws(ExchangeError) in
            try simulator.futuresCancelled(one)
        }
    }

    /// Does the same with each of a list: an order that is refused is told in its place.
    private mutating func each(
        of orders: [[(name: String, value: String)]], _ call: AccountCall,
        _ body: (inout ExchangeSimulator, AccountCall) throws(ExchangeError) -> [UInt8]
    ) -> [UInt8] {
        var json = JSONText()
        var told: [[UInt8]] = []
        for order in orders {
            let parameters = Parameters(Target(path: call.parameters.target.path, order), .um)
            let one = AccountCall(
                parameters: parameters, account: call.account, venue: call.venue, time: call.time,
                unit: call.unit)
            do throws(ExchangeError) {
                told.append(try body(&self, one))
            } catch {
                told.append(error.body)
            }
        }
        json.array { json in for answer in told { json.whole(answer) } }
        return json.bytes
    }

    private mutating func countdown(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        guard let span = try call.parameters.whole("countdownTime") else { throw .missing("countdownTime") }
        guard span <= 86_400_000_000 else { throw .invalid("countdownTime") }
        countdowns.removeAll { $0.account == call.account && $0.symbol == symbol }
        if span > 0 {
            countdowns.append(
                Countdown(account: call.account, symbol: symbol, until: call.time + .milliseconds(span)))
        }
        let name = symbolName(call, symbol)
        return Self.told {
            $0.text("symbol", name)
            $0.text("countdownTime", "\(span)")
        }
    }
}
