import CSimdJSON
import Market
import Messages

/// Reads the answers of the exchange's HTTP API about orders and accounts.
package struct OrderReader {
    private let json: JSONReader
    private let names: NameTable

    /// - Parameter names: the pairs of the run in the exchange's spelling, in their order.
    package init(_ json: JSONReader, _ names: NameTable) { (self.json, self.names) = (json, names) }

    /// The exchange's time.
    package func time(_ body: [UInt8]) throws(FeedProblem) -> Timestamp { try RestReader(json).time(body) }

    // MARK: - Orders

    /// The members of an order; spot and futures name them alike. `origClientOrderId` is the order's own id
    /// in the answer to a cancel.
    private static let order: [StaticString] = [
        "symbol", "orderId", "clientOrderId", "origClientOrderId", "status", "side", "origQty", "executedQty",
        "price", "stopPrice", "updateTime", "transactTime", "reduceOnly",
    ]

    /// Calls back with each order of an answer: one, or a list.
    package func orders(_ body: [UInt8], _ take: (ExchangeOrder) -> Void) throws(FeedProblem) {
        try rows(body, "", Self.order) { (cells) throws(FeedProblem) in
            var order = ExchangeOrder()
            order.symbol = symbol(cells[0])
            order.number = try cells[1].number("orderId")
            order.name = OrderName(cells[3].count > 0 ? cells[3].raw : cells[2].raw)
            order.status = try cells[4].status("status")
            order.side = try cells[5].side("side")
            order.quantity = try cells[6].amount("origQty")
            order.executed = try cells[7].amount("executedQty")
            order.price = try cells[8].amount("price", isOptional: true)
            order.trigger = try cells[9].amount("stopPrice", isOptional: true)
            let time = cells[10].count > 0 ? cells[10] : cells[11]
            order.updated = try time.time("updateTime")
            order.reduces = cells[12].count > 0 ? try cells[12].flag("reduceOnly") : false
            take(order)
        }
    }

    /// One order; whose answer to `newOrderRespType=ACK` has no status is new.
    package func order(_ body: [UInt8]) throws(FeedProblem) -> ExchangeOrder {
        try first("orderId") { (take) throws(FeedProblem) in try orders(body, take) }
    }

    /// The orders that an answer about one order or a list tells: each of a list's own.
    package func listed(_ body: [UInt8]) throws(FeedProblem) -> [ExchangeOrder] {
        var (list, reports): ([ExchangeOrder], [UInt8]) = ([], [])
        try rows(body, "", ["=orderReports"]) { (cells) in reports = Array(cells[0].raw) }
        try orders(reports.isEmpty ? body : reports) { list.append($0) }
        guard !list.isEmpty else { throw .badValue(column: "orderReports", found: "", expected: "orders") }
        return list
    }

    private func first(
        _ column: String, of read: ((ExchangeOrder) -> Void) throws(FeedProblem) -> Void
    ) throws(FeedProblem) -> ExchangeOrder {
        var found: ExchangeOrder?
        try read { found = found ?? $0 }
        guard let found else { throw .badValue(column: column, found: "", expected: "an order") }
        return found
    }

    private static let conditional: [StaticString] = [
        "symbol", "algoId", "clientAlgoId", "algoStatus", "side", "quantity", "triggerPrice", "updateTime",
        "actualOrderId", "price", "reduceOnly",
    ]

    /// Calls back with each conditional order of futures of an answer.
    package func conditionals(_ body: [UInt8], _ take: (ExchangeOrder) -> Void) throws(FeedProblem) {
        try rows(body, "", Self.conditional) { (cells) throws(FeedProblem) in
            var order = ExchangeOrder()
            order.isConditional = true
            order.symbol = symbol(cells[0])
            order.number = try cells[1].number("algoId")
            order.name = OrderName(cells[2].raw)
            order.status = try cells[3].conditionalStatus("algoStatus")
            order.side = try cells[4].side("side")
            order.quantity = try cells[5].amount("quantity")
            order.trigger = try cells[6].amount("triggerPrice", isOptional: true)
            order.updated = try cells[7].time("updateTime")
            order.child = cells[8].count > 0 ? try cells[8].number("actualOrderId") : 0
            order.price = try cells[9].amount("price", isOptional: true)
            order.reduces = cells[10].count > 0 ? try cells[10].flag("reduceOnly") : false
            take(order)
        }
    }

    /// One conditional order of futures.
    package func conditional(_ body: [UInt8]) throws(FeedProblem) -> ExchangeOrder {
        try first("algoId") { (take) throws(FeedProblem) in try conditionals(body, take) }
    }

    // MARK: - Trades

    private static let trade: [StaticString] = [
        "symbol", "id", "orderId", "isBuyer", "side", "price", "qty", "commission", "commissionAsset",
        "isMaker", "maker", "time",
    ]

    /// Calls back with each fill of the account, oldest first as they come.
    package func trades(_ body: [UInt8], _ take: (ExchangeTrade) -> Void) throws(FeedProblem) {
        try rows(body, "", Self.trade) { (cells) throws(FeedProblem) in
            var trade = ExchangeTrade()
            trade.symbol = symbol(cells[0])
            trade.number = try cells[1].number("id")
            trade.order = try cells[2].number("orderId")
            // Spot says whether the account bought, futures on which side it was.
            if cells[4].count > 0 {
                trade.side = try cells[4].side("side")
            } else {
                trade.side = try cells[3].flag("isBuyer") ? .buy : .sell
            }
            trade.price = try cells[5].price("price")
            trade.quantity = try cells[6].amount("qty")
            trade.fee = try cells[7].signed("commission")
            trade.feeAsset = ShortLabel(clipping: cells[8].word)
            trade.isMaker = try (cells[9].count > 0 ? cells[9] : cells[10]).flag("isMaker")
            trade.time = try cells[11].time("time")
            take(trade)
        }
    }

    private static let fill: [StaticString] = ["price", "qty", "commission", "commissionAsset", "tradeId"]

    /// The fills that the answer to an order of spot names at once; none in any other.
    package func fills(
        _ body: [UInt8], of order: ExchangeOrder, _ take: (ExchangeTrade) -> Void
    ) throws(FeedProblem) {
        var list: [UInt8] = []
        try rows(body, "", ["=fills"]) { (cells) in list = Array(cells[0].raw) }
        guard !list.isEmpty else { return }
        try rows(list, "", Self.fill) { (cells) throws(FeedProblem) in
            var trade = ExchangeTrade()
            (trade.symbol, trade.order, trade.side, trade.time) = (
                order.symbol, order.number, order.side, order.updated
            )
            trade.price = try cells[0].price("price")
            trade.quantity = try cells[1].amount("qty")
            trade.fee = try cells[2].signed("commission")
            trade.feeAsset = ShortLabel(clipping: cells[3].word)
            trade.number = try cells[4].number("tradeId")
            take(trade)
        }
    }

    // MARK: - Refusals

    /// What the exchange says where it refuses; the body of some answers is no JSON at all.
    package func refusal(_ response: HTTPResponse) -> ExchangeRefusal {
        var found: (Int, String)?
        do throws(FeedProblem) {
            try rows(response.body, "", ["code", "msg"]) { (cells) throws(FeedProblem) in
                found = (Int(try cells[0].whole("code")), ForeignText.shown(cells[1].raw, limit: 120))
            }
        } catch {
            found = nil
        }
        guard let found else {
            let text = ForeignText.shown(response.body, limit: 40)
            return ExchangeRefusal(status: response.status, code: 0, text: text)
        }
        return ExchangeRefusal(status: response.status, code: found.0, text: found.1)
    }

    // MARK: - Parts

    func rows(
        _ body: [UInt8], _ member: StaticString, _ keys: [StaticString],
        _ take: (UnsafeBufferPointer<csj_text>) throws(FeedProblem) -> Void
    ) throws(FeedProblem) {
        try body.withUnsafeBufferPointer { (bytes) throws(FeedProblem) -> Void in
            try json.rows(of: UnsafeRawBufferPointer(bytes), in: member, keys, take)
        }
    }

    func symbol(_ cell: csj_text) -> SymbolID {
        names.index(of: cell.raw).map { SymbolID($0) } ?? .none
    }
}
