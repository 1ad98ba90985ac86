import Exchanges
import Market
import Messages

/// What the exchange counts for a wish, and how it is asked for.
struct VenuePaths: Sendable {
    /// Fills and payments that one request brings at most.
    static let pageLimit = 1000

    private let settings: BinanceVenueSettings
    private let names: [String]

    init(_ settings: BinanceVenueSettings) {
        self.settings = settings
        names = settings.instruments.instruments.map(\.exchangeName)
    }

    static func weight(of wish: VenueWish, _ market: MarketKind) -> Int {  // tidy-ok: a line a case
        switch (wish, market) {
        case (.time, _): 1
        case (.account, .spot): 20
        case (.account, .um), (.symbolModes, _): 5
        case (.fees, _): 20
        case (.listenKey, _), (.keepKey, _): 1
        case (.place, .spot), (.placeList, _), (.cancel, _): 1
        case (.place, .um): 0
        case (.query, .spot), (.find, .spot): 4
        case (.query, .um), (.find, .um): 1
        case (.openOrders, .spot): 6
        case (.openOrders, .um), (.openConditionals, _): 1
        case (.trades, .spot): 20
        case (.trades, .um), (.positions, .um): 5
        case (.positions, .spot), (.balances, .spot): 20
        case (.balances, .um): 5
        case (.funding, _): 30
        case (.countdown, _): 10
        }
    }

    /// The request of a wish at a time of the exchange. An order is told by its row.
    func content(of wish: VenueWish, _ order: OutstandingOrder?, at time: Timestamp) -> HTTPRequest? {
        switch wish {
        case .place, .placeList, .cancel, .query: order.map { content(of: wish, $0, at: time) }
        default: content(of: wish, at: time)
        }
    }

    private func content(of wish: VenueWish, at time: Timestamp) -> HTTPRequest {
        let prefix = settings.isFutures ? "/fapi/v1/" : "/api/v3/"
        switch wish {
        case .time: return HTTPRequest(.get, prefix + "time")
        case .listenKey: return keyed(.post)
        case .keepKey: return keyed(.put)
        case .account:
            return signed(.get, settings.isFutures ? "/fapi/v1/accountConfig" : "/api/v3/account", [], time)
        case .symbolModes: return signed(.get, "/fapi/v1/symbolConfig", [], time)
        case .fees(let symbol):
            return signed(.get, "/fapi/v1/commissionRate", [("symbol", names[symbol.int])], time)
        case .find(let symbol, let number):
            let parameters = [("symbol", names[symbol.int]), ("orderId", "\(number)")]
            return signed(.get, prefix + "order", parameters, time)
        case .openOrders(let symbol):
            return signed(.get, prefix + "openOrders", [("symbol", names[symbol.int])], time)
        case .openConditionals(let symbol):
            return signed(.get, "/fapi/v1/openAlgoOrders", [("symbol", names[symbol.int])], time)
        case .trades(let symbol, let from): return trades(symbol, from: from, time)
        case .positions:
            return signed(.get, settings.isFutures ? "/fapi/v3/positionRisk" : "/api/v3/account", [], time)
        case .balances:
            return signed(.get, settings.isFutures ? "/fapi/v3/balance" : "/api/v3/account", [], time)
        case .funding(let since):
            let parameters = [
                ("incomeType", "FUNDING_FEE"), ("startTime", "\(since.milliseconds)"),
                ("limit", "\(Self.pageLimit)"),
            ]
            return signed(.get, "/fapi/v1/income", parameters, time)
        case .countdown(let symbol, let milliseconds):
            let parameters = [("symbol", names[symbol.int]), ("countdownTime", "\(milliseconds)")]
            return signed(.post, "/fapi/v1/countdownCancelAll", parameters, time)
        case .place, .placeList, .cancel, .query: return HTTPRequest(.get, prefix + "ping")
        }
    }

    private func trades(_ symbol: SymbolID, from: Int64, _ time: Timestamp) -> HTTPRequest {
        var parameters = [("symbol", names[symbol.int])]
        if from > 0 {
            parameters.append(("fromId", "\(from)"))
        } else {
            // Spot tells a day at most, futures a week; whoever was away for longer asks from the last
            // number.
            let longest = settings.isFutures ? TimeSpan.minutes(7 * 1440 - 1) : .minutes(1439)
            let since = max(settings.since ?? .zero, time - longest)
            parameters.append(("startTime", "\(since.milliseconds)"))
        }
        parameters.append(("limit", "\(Self.pageLimit)"))
        let path = settings.isFutures ? "/fapi/v1/userTrades" : "/api/v3/myTrades"
        return signed(.get, path, parameters, time)
    }

    // MARK: - Orders

    private func content(of wish: VenueWish, _ order: OutstandingOrder, at time: Timestamp) -> HTTPRequest {
        let isAlgo = order.isConditional
        let path = isAlgo ? "/fapi/v1/algoOrder" : settings.isFutures ? "/fapi/v1/order" : "/api/v3/order"
        let symbol = [("symbol", names[order.symbol.int])]
        let name = (isAlgo ? "clientAlgoId" : "origClientOrderId", order.id.text)
        switch wish {
        case .cancel: return signed(.delete, path, isAlgo ? [name] : symbol + [name], time)
        case .query:
            // What a conditional order became is asked for by its own number.
            if order.child > 0 {
                let parameters = symbol + [("orderId", "\(order.child)")]
                return signed(.get, "/fapi/v1/order", parameters, time)
            }
            return signed(.get, path, isAlgo ? [name] : symbol + [name], time)
        case .placeList:
            return signed(.post, "/api/v3/orderList/oco", symbol + list(of: order), time)
        default: return signed(.post, path, symbol + parameters(of: order), time)
        }
    }

    /// A stop with its target as one list: of the two one alone is filled, and what they would sell is set
    /// aside once. The list has the stop's name; lists have names of their own.
    private func list(of stop: OutstandingOrder) -> [(String, String)] {
        let isSell = stop.side == .sell
        let (upper, lower) = isSell ? ("above", "below") : ("below", "above")
        return [
            ("listClientOrderId", stop.id.text), ("side", isSell ? "SELL" : "BUY"),
            ("quantity", "\(stop.quantity)"),
            (upper + "Type", "LIMIT_MAKER"), (upper + "Price", "\(stop.target)"),
            (upper + "ClientOrderId", OutstandingOrder.target(of: stop.id).text),
            (lower + "Type", "STOP_LOSS"), (lower + "StopPrice", "\(stop.price)"),
            (lower + "ClientOrderId", stop.id.text), ("newOrderRespType", "RESULT"),
        ]
    }

    /// The table from an order to the exchange's words.
    private func parameters(of order: OutstandingOrder) -> [(String, String)] {
        let side = ("side", order.side == .buy ? "BUY" : "SELL")
        let quantity = ("quantity", "\(order.quantity)")
        let name = ("newClientOrderId", order.id.text)
        switch (settings.market, order.isMet ? .exit : order.purpose) {
        case (.um, .stop), (.um, .target):
            return [
                ("algoType", "CONDITIONAL"), side,
                ("type", order.purpose == .stop ? "STOP_MARKET" : "TAKE_PROFIT_MARKET"), quantity,
                ("triggerPrice", "\(order.price)"), ("reduceOnly", "true"), ("workingType", "CONTRACT_PRICE"),
                ("clientAlgoId", order.id.text),
            ]
        case (.spot, .stop), (.spot, .target):
            let type = order.purpose == .stop ? "STOP_LOSS" : "TAKE_PROFIT"
            return [
                side, ("type", type), quantity, ("stopPrice", "\(order.price)"),
                ("newOrderRespType", "RESULT"), name,
            ]
        case (.um, _):
            let only = order.reduces ? [("reduceOnly", "true")] : []
            return [side] + type(of: order) + [quantity] + only
                + [("selfTradePreventionMode", "EXPIRE_MAKER"), ("newOrderRespType", "RESULT"), name]
        case (.spot, _): return [side] + type(of: order) + [quantity, ("newOrderRespType", "FULL"), name]
        }
    }

    private func type(of order: OutstandingOrder) -> [(String, String)] {
        order.isLimit && !order.isMet
            ? [("type", "LIMIT"), ("timeInForce", "GTC"), ("price", "\(order.price)")] : [("type", "MARKET")]
    }

    // MARK: - Parts

    private func keyed(_ method: HTTPMethod) -> HTTPRequest {
        var request = HTTPRequest(method, "/fapi/v1/listenKey")
        request.security = .keyed
        return request
    }

    private func signed(
        _ method: HTTPMethod, _ path: String, _ parameters: [(String, String)], _ time: Timestamp
    ) -> HTTPRequest {
        let all =
            parameters + [("recvWindow", "\(settings.receiveWindow)"), ("timestamp", "\(time.milliseconds)")]
        let query = all.map { "\(QueryText.escaped($0.0))=\(QueryText.escaped($0.1))" }.joined(separator: "&")
        var request = HTTPRequest(method, "\(path)?\(query)")
        request.security = .signed
        return request
    }
}
