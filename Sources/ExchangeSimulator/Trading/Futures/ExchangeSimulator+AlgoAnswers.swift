import Exchanges
import Market

/// The answers to requests for conditional orders.
extension ExchangeSimulator {
    private func written(_ place: Int, _ call: AccountCall, isWhole: Bool, into json: inout JSONText) {
        let market = venues[call.venue].symbols[algos[place].symbol]
        BinanceWriting.algo(
            algos[place].shown, symbol: market.listing.name, market.form, isWhole: isWhole, into: &json)
    }

    mutating func algoPlaced(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let draft = try AlgoDraft(call.parameters, at: call.time)
        let place = try placeAlgo(draft, call.account, symbol, call.venue, at: call.time)
        var json = JSONText()
        written(place, call, isWhole: false, into: &json)
        return json.bytes
    }

    /// The place of the conditional order that is asked for.
    private func findAlgo(_ call: AccountCall) throws(ExchangeError) -> Int? {
        let id = try call.parameters.whole("algoId")
        let name = try call.parameters.name("clientAlgoId")
        if let id {
            guard id >= 1, id <= Int64(algos.count), algos[Int(id) - 1].account == call.account else {
                return nil
            }
            return Int(id) - 1
        }
        guard let name else { throw .missing("algoId", or: "clientAlgoId") }
        return openAlgo(named: name, call.account)
            ?? algos.lastIndex { $0.account == call.account && $0.shown.name == name }
    }

    func algoQueried(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        guard let place = try findAlgo(call) else { throw .noSuchOrder }
        var json = JSONText()
        written(place, call, isWhole: true, into: &json)
        return json.bytes
    }

    mutating func algoCancelled(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        guard let place = try findAlgo(call), algos[place].shown.status.isWaiting else { throw .unknownOrder }
        endAlgo(place, .cancelled, call.venue, at: call.time)
        let algo = algos[place].shown
        return Self.told {
            $0.integer("algoId", algo.id)
            $0.text("clientAlgoId", algo.name.description)
            $0.text("code", "200")
            $0.text("msg", "success")
        }
    }

    mutating func algosCancelled(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        cancelAlgos(call.account, try spotSymbol(call), call.venue, at: call.time)
        return Self.done("The operation of cancel all open order is done.")
    }

    func algoRows(_ call: AccountCall, isOpen: Bool) throws(ExchangeError) -> [UInt8] {
        let symbol = isOpen ? try contract(call) : try spotSymbol(call)
        let first = isOpen ? nil : try call.parameters.whole("algoId")
        let span = isOpen ? .always : try call.parameters.span(most: .days(7))
        let limit = isOpen ? Int.max : try call.parameters.limit(500, most: 1000)
        let places = algos.indices.filter { place in
            let algo = algos[place]
            return algo.account == call.account && (symbol == nil || algo.symbol == symbol)
                && (!isOpen || algo.shown.status.isWaiting) && algo.shown.id >= first ?? 0
                && span.contains(algo.shown.created)
        }
        var json = JSONText()
        json.array { json in
            for place in places.suffix(limit) { written(place, call, isWhole: true, into: &json) }
        }
        return json.bytes
    }
}
