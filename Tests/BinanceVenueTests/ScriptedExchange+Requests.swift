import Exchanges
import Foundation
import Market
import Messages

/// The requests that the venue makes, and their answers in the exchange's words.
extension ScriptedExchange {
    mutating func answer(_ request: HTTPRequest, at now: Int64) -> HTTPResponse {
        let parts = request.target.split(separator: "?", maxSplits: 1)
        var query: [String: String] = [:]
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1)
            query["\(sides[0])"] = sides.count > 1 ? String(sides[1]).removingPercentEncoding ?? "" : ""
        }
        let path = parts[0].split(separator: "/").dropFirst(2).joined(separator: "/")
        if request.security == .signed {
            let late = milliseconds(now) - (Int64(query["timestamp"] ?? "") ?? 0)
            guard late > -1000, late <= 5000 else { return refused(-1021, "Timestamp for this request is outside of the recvWindow.") }
        }
        return answer(request.method, path, query, at: now)
    }

    private mutating func answer(
        _ method: HTTPMethod, _ path: String, _ query: [String: String], at now: Int64
    ) -> HTTPResponse {
        let symbol = query["symbol"].flatMap { name in
            instruments.symbols.first { instruments[$0].exchangeName == name }
        }
        switch (method, path) {
        case (.get, "time"): return done("{\"serverTime\":\(milliseconds(now))}")
        case (.get, "accountConfig"):
            return done("{\"canTrade\":true,\"dualSidePosition\":\(isHedged),\"multiAssetsMargin\":false}")
        case (.get, "symbolConfig"):
            return done(list(instruments.symbols.map {
                #"{"symbol":"\#(instruments[$0].exchangeName)","marginType":"ISOLATED","leverage":\#(leverages[$0.int])}"#
            }))
        case (.get, "commissionRate"):
            return done(#"{"makerCommissionRate":"\#(Self.maker)","takerCommissionRate":"\#(Self.taker)"}"#)
        case (.get, "account"): return done(spotAccount)
        case (.get, "balance"): return done(#"[{"asset":"USDT","balance":"\#(wallet)"}]"#)
        case (.get, "positionRisk"):
            return done(list(instruments.symbols.filter { !held($0).isZero }.map {
                #"{"symbol":"\#(instruments[$0].exchangeName)","positionAmt":"\#(held($0))","entryPrice":"100000.0"}"#
            }))
        case (.post, "listenKey"), (.put, "listenKey"): return done(#"{"listenKey":"abcDEF123"}"#)
        case (.get, "userTrades"), (.get, "myTrades"): return done(trades(symbol, query))
        case (.get, "openOrders"):
            return done(list(orders.filter { $0.isOpen && !$0.isConditional && $0.symbol == symbol }.map(text)))
        case (.get, "openAlgoOrders"):
            return done(list(orders.filter { $0.isOpen && $0.isConditional && $0.symbol == symbol }.map(text)))
        case (.get, "income"):
            return done(list(income.map {
                #"{"symbol":"\#(instruments[SymbolID($0.symbol)].exchangeName)","incomeType":"FUNDING_FEE","income":"\#(Money(raw: $0.amount))","time":\#($0.time)}"#
            }))
        case (.post, "countdownCancelAll"): return countdown(symbol, query, at: now)
        case (.post, "order"), (.post, "algoOrder"): return place(symbol, query, isConditional: path == "algoOrder", at: now)
        case (.get, "order"), (.get, "algoOrder"):
            return find(query, symbol, isConditional: path == "algoOrder").map { done(text(orders[$0])) }
                ?? refused(-2013, "Order does not exist.")
        case (.delete, "order"), (.delete, "algoOrder"): return cancel(query, symbol, isConditional: path == "algoOrder", at: now)
        default: return HTTPResponse(status: 404)
        }
    }

    private func done(_ text: String) -> HTTPResponse { HTTPResponse(status: 200, body: Array(text.utf8)) }
    private func list(_ rows: [String]) -> String { "[\(rows.joined(separator: ","))]" }

    private func refused(_ code: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(status: 400, body: Array("{\"code\":\(code),\"msg\":\"\(text)\"}".utf8))
    }

    private var spotAccount: String {
        let balances = instruments.symbols.map { symbol in
            #"{"asset":"\#(instruments[symbol].base)","free":"\#(max(.zero, held(symbol)))","locked":"0"}"#
        }
        return #"{"canTrade":true,"commissionRates":{"maker":"\#(Self.maker)","taker":"\#(Self.taker)"},"balances":"#
            + list(balances + [#"{"asset":"USDT","free":"900","locked":"100.5"}"#]) + "}"
    }

    private func trades(_ symbol: SymbolID?, _ query: [String: String]) -> String {
        if losesTrades { return list([]) }
        let first = query["fromId"].flatMap { Int64($0) } ?? 0
        let since = query["startTime"].flatMap { Int64($0) } ?? 0
        return list(trades.filter { $0.symbol == symbol && $0.number >= first && $0.time >= since }.prefix(1000).map { trade in
            let side = market == .spot ? "\"isBuyer\":\(trade.side == .buy)" : "\"side\":\"\(word(trade.side))\""
            let maker = market == .spot ? "isMaker" : "maker"
            return #"{"symbol":"\#(instruments[trade.symbol].exchangeName)","id":\#(trade.number),"orderId":\#(trade.order),"price":"\#(trade.price)","qty":"\#(trade.quantity)","commission":"\#(Quantity(raw: trade.fee))","commissionAsset":"\#(trade.feeAsset)","time":\#(trade.time),\#(side),"\#(maker)":\#(trade.isMaker)}"#
        })
    }

    private mutating func countdown(_ symbol: SymbolID?, _ query: [String: String], at now: Int64) -> HTTPResponse {
        guard let symbol, let milliseconds = query["countdownTime"].flatMap({ Int($0) }) else { return refused(-1102, "x") }
        countdowns[symbol.int] = milliseconds == 0 ? nil : now + Int64(milliseconds) * 1_000_000
        countdownCalls.append((symbol.int, milliseconds, now))
        return done(#"{"symbol":"x","countdownTime":"\#(milliseconds)"}"#)
    }

    // MARK: - Orders

    private mutating func place(
        _ symbol: SymbolID?, _ query: [String: String], isConditional: Bool, at now: Int64
    ) -> HTTPResponse {
        guard let symbol, let type = query["type"], let quantity = query["quantity"].flatMap({ try? Quantity($0) }),
            let name = query[isConditional ? "clientAlgoId" : "newClientOrderId"]
        else { return refused(-1102, "Mandatory parameter was not sent") }
        guard !orders.contains(where: { $0.name == name && $0.isOpen }) else {
            return market == .spot ? refused(-2010, "Duplicate order sent.") : refused(-4116, "clientOrderId is duplicated")
        }
        lastNumber += 1
        var order = Order(
            symbol: symbol, number: lastNumber, name: name, side: query["side"] == "BUY" ? .buy : .sell, type: type,
            quantity: quantity, reduces: query["reduceOnly"] == "true", isConditional: isConditional,
            time: milliseconds(now))
        order.price = query["price"].flatMap { try? Price($0) } ?? .zero
        order.trigger = query["triggerPrice"].flatMap { try? Price($0) } ?? query["stopPrice"].flatMap { try? Price($0) } ?? .zero
        if order.reduces, !isConditional {
            let held = held(symbol)
            let open = order.side == .sell ? held : -held
            guard open.isPositive else { return refused(-2022, "ReduceOnly Order is rejected.") }
            order.quantity = min(order.quantity, open)
        }
        if isConditional {
            let (isStop, price) = (type.hasPrefix("STOP"), prices[symbol.int])
            let isMet = isStop == (order.side == .buy) ? price >= order.trigger : price <= order.trigger
            guard !isMet else { return refused(-2021, "Order would immediately trigger.") }
        }
        placed[name, default: 0] += 1
        orders.append(order)
        let own = orders.count - 1
        say(event(of: order, "NEW", nil, at: now), at: now)
        if type == "MARKET" {
            // In two fills, so that one may be told and the other not.
            let half = Quantity(raw: order.quantity.raw / 2 / 100_000 * 100_000)
            if half.isPositive { fill(own, half, prices[symbol.int], isMaker: false, at: now) }
            fill(own, orders[own].rest, prices[symbol.int], isMaker: false, at: now)
        } else if type == "LIMIT", order.side == .buy ? prices[symbol.int] <= order.price : prices[symbol.int] >= order.price {
            fill(own, order.quantity, prices[symbol.int], isMaker: false, at: now)
        }
        return done(text(orders[own], withFills: true))
    }

    private func find(_ query: [String: String], _ symbol: SymbolID?, isConditional: Bool) -> Int? {
        if let number = query["orderId"].flatMap({ Int64($0) }) {
            return orders.lastIndex { $0.number == number && $0.symbol == symbol && !$0.isConditional }
        }
        let name = query[isConditional ? "clientAlgoId" : "origClientOrderId"]
        return orders.lastIndex { $0.name == name && $0.isConditional == isConditional }
    }

    private mutating func cancel(
        _ query: [String: String], _ symbol: SymbolID?, isConditional: Bool, at now: Int64
    ) -> HTTPResponse {
        guard let place = find(query, symbol, isConditional: isConditional), orders[place].isOpen else {
            return refused(-2011, "Unknown order sent.")
        }
        end(place, "CANCELED", at: now)
        guard !isConditional else { return done(#"{"algoId":\#(orders[place].number),"code":"200","msg":"success"}"#) }
        return done(text(orders[place]))
    }

    // MARK: - Words

    private func word(_ side: Side) -> String { side == .buy ? "BUY" : "SELL" }

    private func text(_ order: Order) -> String { text(order, withFills: false) }

    private func text(_ order: Order, withFills: Bool) -> String {
        let name = instruments[order.symbol].exchangeName
        guard !order.isConditional else {
            return #"{"algoId":\#(order.number),"clientAlgoId":"\#(order.name)","symbol":"\#(name)","side":"\#(word(order.side))","quantity":"\#(order.quantity)","algoStatus":"\#(order.status)","triggerPrice":"\#(order.trigger)","price":"0","reduceOnly":\#(order.reduces),"actualOrderId":"\#(order.child == 0 ? "" : "\(order.child)")","updateTime":\#(order.time)}"#
        }
        var text =
            #"{"symbol":"\#(name)","orderId":\#(order.number),"clientOrderId":"\#(order.name)","status":"\#(order.status)","side":"\#(word(order.side))","origQty":"\#(order.quantity)","executedQty":"\#(order.executed)","price":"\#(order.price)","stopPrice":"\#(order.trigger)","updateTime":\#(order.time),"reduceOnly":\#(order.reduces)"#
        if withFills, market == .spot {
            let fills = trades.filter { $0.order == order.number }.map {
                #"{"price":"\#($0.price)","qty":"\#($0.quantity)","commission":"\#(Quantity(raw: $0.fee))","commissionAsset":"\#($0.feeAsset)","tradeId":\#($0.number)}"#
            }
            text += ",\"fills\":\(list(fills))"
        }
        return text + "}"
    }

    /// An event about an order.
    func event(of order: Order, _ kind: String, _ trade: Trade?, at now: Int64) -> String {
        let name = instruments[order.symbol].exchangeName
        let time = milliseconds(now)
        if order.isConditional {
            return #"{"e":"ALGO_UPDATE","T":\#(time),"E":\#(time),"o":{"caid":"\#(order.name)","aid":\#(order.number),"s":"\#(name)","S":"\#(word(order.side))","q":"\#(order.quantity)","X":"\#(order.status)","ai":"\#(order.child == 0 ? "" : "\(order.child)")","tp":"\#(order.trigger)","p":"0","R":\#(order.reduces)}}"#
        }
        let fee = trade.map { #""n":"\#(Quantity(raw: $0.fee))","N":"\#($0.feeAsset)","# } ?? ""
        let body =
            #""s":"\#(name)","c":"\#(order.name)","S":"\#(word(order.side))","q":"\#(order.quantity)","z":"\#(order.executed)","p":"\#(order.price)","x":"\#(kind)","X":"\#(order.status)","i":\#(order.number),"l":"\#(trade?.quantity ?? .zero)","L":"\#(trade?.price ?? .zero)",\#(fee)"t":\#(trade?.number ?? (market == .spot ? -1 : 0)),"m":\#(trade?.isMaker ?? false),"T":\#(time)"#
        guard market == .um else { return #"{"e":"executionReport","E":\#(time),\#(body),"P":"\#(order.trigger)","C":""}"# }
        return #"{"e":"ORDER_TRADE_UPDATE","T":\#(time),"E":\#(time),"o":{\#(body),"sp":"\#(order.trigger)","R":\#(order.reduces)}}"#
    }
}
