import Exchanges
import Market

/// Spot's answers to accounts.
extension ExchangeSimulator {
    /// Does what an account asks of spot, and answers it.
    mutating func spot(_ action: SpotAction, _ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        switch action {
        case .place: try placed(call)
        case .test: try tested(call)
        case .query: try queried(call)
        case .cancel: try cancelled(call)
        case .cancelAll: try allCancelled(call)
        case .replace: try replaced(call)
        case .amend: try amended(call)
        case .openOrders: try openOrders(call)
        case .allOrders: try allOrders(call)
        case .trades: try trades(call)
        case .account: spotAccount(call)
        case .commission: try commission(call)
        case .orderCounts: accounts[call.account].spotMeter.answer(at: call.time)
        case .placeOCO: try listed(ListDraft.oco(call.parameters), call)
        case .placeOTO: try listed(ListDraft.oto(call.parameters), call)
        case .placeOTOCO: try listed(ListDraft.otoco(call.parameters), call)
        case .oldOCO: try listed(ListDraft.old(call.parameters), call)
        case .list: try list(call)
        case .cancelList: try listCancelled(call)
        case .allLists: try lists(call, isOpen: false)
        case .openLists: try lists(call, isOpen: true)
        }
    }

    func spotSymbol(_ call: AccountCall) throws(ExchangeError) -> Int {
        try call.parameters.symbol(venues[call.venue].symbols)
    }

    func symbolName(_ call: AccountCall, _ symbol: Int) -> String {
        venues[call.venue].symbols[symbol].listing.name
    }

    // MARK: New orders

    private mutating func placed(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let draft = try SpotDraft(call.parameters)
        let answer = try SpotDraft.answer(call.parameters, draft.type)
        let known = desks[call.venue].fills.count
        let place = try placeSpot(draft, call.account, symbol, call.venue, at: call.time)
        return answered(place, answer, since: known, call)
    }

    /// The answer of a new order, with its fills since there were so many.
    private func answered(
        _ place: Int, _ answer: BinanceWriting.Answer, since known: Int, _ call: AccountCall
    ) -> [UInt8] {
        let order = desks[call.venue][place]
        let fills = desks[call.venue].fills[known...].filter { $0.shown.order == order.shown.id }
        var json = JSONText()
        BinanceWriting.spotAnswer(
            order.shown, symbol: symbolName(call, order.symbol), answer, fills: fills.map(\.shown),
            at: stamp(call.time), call.unit, into: &json)
        return json.bytes
    }

    private func tested(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let draft = try SpotDraft(call.parameters)
        _ = try SpotDraft.answer(call.parameters, draft.type)
        _ = try checked(draft, call.account, symbol, call.venue, at: call.time)
        guard call.parameters.target["computeCommissionRates"] == "true" else { return Array("{}".utf8) }
        return BinanceWriting.testedCommission(
            maker: terms.spotFees.maker, taker: terms.spotFees.taker,
            paysInBNB: accounts[call.account].paysInBNB)
    }

    private mutating func listed(_ draft: ListDraft, _ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let answer = try SpotDraft.answer(call.parameters, .limit)
        let id = try placeList(draft, call.account, symbol, call.venue, at: call.time)
        return listAnswer(id, answer, call)
    }

    private func listAnswer(
        _ id: Int, _ answer: BinanceWriting.Answer, _ call: AccountCall, cancelName: PrintedName? = nil
    ) -> [UInt8] {
        let list = desks[call.venue].lists[id]
        let name = symbolName(call, list.symbol)
        var reports = JSONText()
        reports.array { json in
            for order in list.shown.orders {
                let shown = desks[call.venue][Int(order.id) - 1].shown
                if let cancelName {
                    BinanceWriting.spotCancel(
                        shown, symbol: name, cancelName: cancelName, at: stamp(call.time), call.unit,
                        into: &json)
                } else {
                    BinanceWriting.spotAnswer(
                        shown, symbol: name, answer == .acknowledged ? .acknowledged : .result, fills: [],
                        at: stamp(call.time), call.unit, into: &json)
                }
            }
        }
        var json = JSONText()
        BinanceWriting.orderList(list.shown, symbol: name, reports: reports.bytes, call.unit, into: &json)
        return json.bytes
    }

    // MARK: Cancels

    private mutating func cancelled(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let place = try cancel(
            call, idName: "orderId", nameName: "origClientOrderId", own: "newClientOrderId")
        react(call.venue, at: call.time)
        return cancelAnswer(place.order, place.name, call)
    }

    /// Cancels the order that parameters of these names tell; answers its place and the cancel's name.
    mutating func cancel(
        _ call: AccountCall, idName: String, nameName: String, own: String
    ) throws(ExchangeError) -> (order: Int, name: PrintedName) {
        let symbol = try spotSymbol(call)
        let name = try call.parameters.name(own) ?? desks[call.venue].nextName()
        let found = try find(call, symbol, idName: idName, nameName: nameName, isOpen: true)
        let restriction = call.parameters.target["cancelRestrictions"]
        guard restriction == nil || restriction == "ONLY_NEW" || restriction == "ONLY_PARTIALLY_FILLED" else {
            throw .cancelRestrictions
        }
        guard let found, desks[call.venue][found].isOpen else { throw .unknownOrder }
        let isNew = desks[call.venue][found].shown.filled.isZero
        if restriction == "ONLY_NEW", !isNew { throw .restricted }
        if restriction == "ONLY_PARTIALLY_FILLED", isNew { throw .restricted }
        end(found, .cancelled, .none, call.venue, at: call.time, cancelName: name)
        return (found, name)
    }

    func cancelAnswer(_ place: Int, _ name: PrintedName, _ call: AccountCall) -> [UInt8] {
        let order = desks[call.venue][place]
        if order.shown.list >= 0 {
            return listAnswer(Int(order.shown.list), .result, call, cancelName: name)
        }
        var json = JSONText()
        BinanceWriting.spotCancel(
            order.shown, symbol: symbolName(call, order.symbol), cancelName: name, at: stamp(call.time),
            call.unit, into: &json)
        return json.bytes
    }

    private mutating func allCancelled(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let places = desks[call.venue].open[call.account].filter { desks[call.venue][$0].symbol == symbol }
        guard !places.isEmpty else { throw .unknownOrder }
        var told: [[UInt8]] = []
        for place in places where desks[call.venue][place].isOpen {
            let name = desks[call.venue].nextName()
            end(place, .cancelled, .none, call.venue, at: call.time, cancelName: name)
            told.append(cancelAnswer(place, name, call))
        }
        react(call.venue, at: call.time)
        var json = JSONText()
        json.array { json in for answer in told { json.whole(answer) } }
        return json.bytes
    }

    private mutating func listCancelled(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        _ = try spotSymbol(call)
        let id = try findList(call, nameName: "listClientOrderId")
        guard let id, !desks[call.venue].lists[id].shown.isDone else { throw .unknownOrder }
        let orders = desks[call.venue].lists[id].shown.orders.map { Int($0.id) - 1 }
        guard let open = orders.first(where: { desks[call.venue][$0].isOpen }) else { throw .unknownOrder }
        let name = try call.parameters.name("newClientOrderId") ?? desks[call.venue].nextName()
        end(open, .cancelled, .none, call.venue, at: call.time, cancelName: name)
        react(call.venue, at: call.time)
        return listAnswer(id, .result, call, cancelName: name)
    }

    // MARK: Changes

    /// Cancels an order and places another.
    private mutating func replaced(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let mode = try call.parameters.mandatory("cancelReplaceMode")
        guard mode == "STOP_ON_FAILURE" || mode == "ALLOW_FAILURE" else {
            throw .invalid("cancelReplaceMode")
        }
        let symbol = try spotSymbol(call)
        let draft = try SpotDraft(call.parameters)
        let answer = try SpotDraft.answer(call.parameters, draft.type)
        var (gone, new): (Result<[UInt8], ExchangeError>?, Result<[UInt8], ExchangeError>?)
        do {
            let place = try cancel(
                call, idName: "cancelOrderId", nameName: "cancelOrigClientOrderId",
                own: "cancelNewClientOrderId")
            gone = .success(cancelAnswer(place.order, place.name, call))
        } catch {
            gone = .failure(error)
        }
        var isCancelled = false
        if case .success = gone { isCancelled = true }
        if isCancelled || mode == "ALLOW_FAILURE" {
            let known = desks[call.venue].fills.count
            do {
                let place = try placeSpot(draft, call.account, symbol, call.venue, at: call.time)
                new = .success(answered(place, answer, since: known, call))
            } catch {
                new = .failure(error)
            }
        }
        react(call.venue, at: call.time)
        return try Self.replaceAnswer(gone, new)
    }

    private static func replaceAnswer(
        _ gone: Result<[UInt8], ExchangeError>?, _ new: Result<[UInt8], ExchangeError>?
    ) throws(ExchangeError) -> [UInt8] {
        func word(_ result: Result<[UInt8], ExchangeError>?) -> String {
            switch result {
            case .success: "SUCCESS"
            case .failure: "FAILURE"
            case nil: "NOT_ATTEMPTED"
            }
        }
        func body(_ result: Result<[UInt8], ExchangeError>?) -> [UInt8] {
            switch result {
            case .success(let body): body
            case .failure(let error): error.body
            case nil: Array("null".utf8)
            }
        }
        var json = JSONText()
        json.object {
            $0.text("cancelResult", word(gone))
            $0.text("newOrderResult", word(new))
            $0.key("cancelResponse")
            $0.whole(body(gone))
            $0.key("newOrderResponse")
            $0.whole(body(new))
        }
        let successes = [word(gone), word(new)].count { $0 == "SUCCESS" }
        guard successes < 2 else { return json.bytes }
        var error = successes == 1 ? ExchangeError.replacePartlyFailed : .replaceFailed
        error.data = json.bytes
        throw error
    }

    /// Makes an order smaller, which keeps its place in the queue.
    private mutating func amended(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        guard let quantity: Quantity = try call.parameters.decimal("newQty") else { throw .missing("newQty") }
        let name = try call.parameters.name("newClientOrderId")
        let found = try find(call, symbol, idName: "orderId", nameName: "origClientOrderId", isOpen: true)
        guard let place = found, desks[call.venue][place].isOpen,
            let resting = desks[call.venue][place].resting
        else { throw .noSuchOrder }
        let order = desks[call.venue][place].shown
        let listing = venues[call.venue].symbols[symbol].listing
        guard quantity.isMultiple(of: listing.instrument.stepSize) else { throw .filter("LOT_SIZE") }
        guard quantity > order.filled, quantity < order.quantity else { throw .amendRejected }
        venues[call.venue].reduce(
            resting, to: quantity - order.filled, on: symbol, at: call.time, &news)
        publish(call.venue)
        desks[call.venue][place].shown.quantity = quantity
        desks[call.venue][place].shown.updated = call.time
        desks[call.venue][place].shown.name = name ?? desks[call.venue].nextName()
        let need = spotLock(desks[call.venue][place].shown, last: order.price) ?? 0
        let freed = desks[call.venue][place].locked - need
        if freed > 0 {
            accounts[call.account].spot.release(freed, of: lockedAsset(desks[call.venue][place]))
            desks[call.venue][place].locked = need
        }
        report(desks[call.venue][place], .replaced, call.venue, at: call.time)
        react(call.venue, at: call.time)
        var json = JSONText()
        json.object {
            $0.time("transactTime", stamp(call.time), call.unit)
            $0.integer("executionId", desks[call.venue].nextExecution())
            $0.key("amendedOrder")
            var amended = JSONText()
            BinanceWriting.spotAmended(
                desks[call.venue][place].shown, symbol: listing.name, before: order.name, call.unit,
                into: &amended)
            $0.whole(amended.bytes)
        }
        return json.bytes
    }
}
