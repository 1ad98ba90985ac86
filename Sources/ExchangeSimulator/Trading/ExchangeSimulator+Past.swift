import Exchanges

/// What of an account's past a question asks for, by number, time and limit: on spot and on futures alike.
extension ExchangeSimulator {
    /// Places of the account's orders, of one pair where one is named.
    func pastOrders(
        _ call: AccountCall, of symbol: Int?, days: Int64
    ) throws(ExchangeError) -> ArraySlice<Int> {
        let first = try call.parameters.whole("orderId")
        let span = try call.parameters.span(most: .days(days))
        let limit = try call.parameters.limit(500, most: 1000)
        let desk = desks[call.venue]
        let places = desk.orders.indices.filter { place in
            let order = desk[place]
            return order.account == call.account && (symbol == nil || order.symbol == symbol)
                && order.shown.id >= first ?? 0 && span.contains(order.shown.created)
        }
        return first != nil || span.hasStart ? places.prefix(limit) : places.suffix(limit)
    }

    /// The account's fills of a pair.
    func pastFills(
        _ call: AccountCall, of symbol: Int, days: Int64
    ) throws(ExchangeError) -> ArraySlice<DeskFill> {
        let order = try call.parameters.whole("orderId")
        let first = try call.parameters.whole("fromId")
        let span = try call.parameters.span(most: .days(days))
        if first != nil, span.hasStart || span.hasEnd { throw .combination }
        let limit = try call.parameters.limit(500, most: 1000)
        let fills = desks[call.venue].fills.filter { fill in
            fill.account == call.account && fill.symbol == symbol
                && (order == nil || fill.shown.order == order) && fill.shown.id >= first ?? 0
                && span.contains(fill.shown.time)
        }
        return first != nil || span.hasStart ? fills.prefix(limit) : fills.suffix(limit)
    }
}
