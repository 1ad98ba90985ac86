import Exchanges
import Market

/// What accounts ask of spot that changes nothing.
extension ExchangeSimulator {
    /// The place of the order that parameters of these names tell; `nil` where the account has none.
    func find(
        _ call: AccountCall, _ symbol: Int, idName: String, nameName: String, isOpen: Bool
    ) throws(ExchangeError) -> Int? {
        let id = try call.parameters.whole(idName)
        let name = try call.parameters.name(nameName)
        let desk = desks[call.venue]
        if let id {
            guard let place = desk.place(of: id, call.account, symbol) else { return nil }
            return name == nil || desk[place].shown.name == name ? place : nil
        }
        guard let name else { throw .missing(nameName, or: idName) }
        return isOpen
            ? desk.openPlace(of: name, call.account, symbol) : desk.place(of: name, call.account, symbol)
    }

    func queried(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let place = try find(call, symbol, idName: "orderId", nameName: "origClientOrderId", isOpen: false)
        guard let place else { throw .noSuchOrder }
        var json = JSONText()
        BinanceWriting.spotOrder(
            desks[call.venue][place].shown, symbol: symbolName(call, symbol), call.unit, into: &json)
        return json.bytes
    }

    private func told(_ places: some Sequence<Int>, _ call: AccountCall) -> [UInt8] {
        var json = JSONText()
        json.array { json in
            for place in places {
                let order = desks[call.venue][place]
                BinanceWriting.spotOrder(
                    order.shown, symbol: symbolName(call, order.symbol), call.unit, into: &json)
            }
        }
        return json.bytes
    }

    func openOrders(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = call.parameters.target["symbol"] == nil ? nil : try spotSymbol(call)
        return told(
            desks[call.venue].open[call.account].filter {
                symbol == nil || desks[call.venue][$0].symbol == symbol
            },
            call)
    }

    func allOrders(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        told(try pastOrders(call, of: try spotSymbol(call), days: 1), call)
    }

    func trades(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let fills = try pastFills(call, of: symbol, days: 1)
        var json = JSONText()
        json.array { json in
            for fill in fills {
                BinanceWriting.spotTrade(
                    fill.shown, symbol: symbolName(call, symbol), call.unit, into: &json)
            }
        }
        return json.bytes
    }

    func spotAccount(_ call: AccountCall) -> [UInt8] {
        let omits = call.parameters.target["omitZeroBalances"] == "true"
        let balances = assets.names.indices.map { balance($0, of: call.account) }
        let shown = omits ? balances.filter { $0.free != 0 || $0.locked != 0 } : balances
        return BinanceWriting.spotAccount(
            shown, maker: terms.spotFees.maker, taker: terms.spotFees.taker,
            uid: 1_000_001 + Int64(call.account), updated: stamp(call.time), call.unit)
    }

    func commission(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        BinanceWriting.spotCommission(
            symbol: symbolName(call, try spotSymbol(call)), maker: terms.spotFees.maker,
            taker: terms.spotFees.taker, paysInBNB: accounts[call.account].paysInBNB)
    }

    // MARK: Lists

    func findList(_ call: AccountCall, nameName: String) throws(ExchangeError) -> Int? {
        let id = try call.parameters.whole("orderListId")
        let name = try call.parameters.name(nameName)
        guard id != nil || name != nil else { throw .missing(nameName, or: "orderListId") }
        return desks[call.venue].lists.lastIndex { list in
            list.account == call.account && (id == nil || list.shown.id == id)
                && (name == nil || list.shown.name == name)
        }
    }

    func list(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        guard let id = try findList(call, nameName: "origClientOrderId") else { throw .noSuchOrder }
        return told(lists: [id], isOne: true, call)
    }

    func lists(_ call: AccountCall, isOpen: Bool) throws(ExchangeError) -> [UInt8] {
        let first = isOpen ? nil : try call.parameters.whole("fromId")
        let span = isOpen ? .always : try call.parameters.span(most: .days(1))
        let limit = isOpen ? Int.max : try call.parameters.limit(500, most: 1000)
        let found = desks[call.venue].lists.indices.filter { id in
            let list = desks[call.venue].lists[id]
            return list.account == call.account && !(isOpen && list.shown.isDone)
                && list.shown.id >= first ?? 0 && span.contains(list.shown.time)
        }
        return told(lists: Array(found.suffix(limit)), isOne: false, call)
    }

    private func told(lists ids: [Int], isOne: Bool, _ call: AccountCall) -> [UInt8] {
        var json = JSONText()
        func write(_ id: Int, _ json: inout JSONText) {
            let list = desks[call.venue].lists[id]
            BinanceWriting.orderList(
                list.shown, symbol: symbolName(call, list.symbol), call.unit, into: &json)
        }
        if isOne {
            for id in ids { write(id, &json) }
        } else {
            json.array { json in for id in ids { write(id, &json) } }
        }
        return json.bytes
    }
}
