/// What an account asks of spot, by the method and the end of the path: the one list of these routes.
enum SpotAction: String, Sendable, Hashable, CaseIterable {
    case place = "POST order"
    case test = "POST order/test"
    case query = "GET order"
    case cancel = "DELETE order"
    case cancelAll = "DELETE openOrders"
    case replace = "POST order/cancelReplace"
    case amend = "PUT order/amend/keepPriority"
    case openOrders = "GET openOrders"
    case allOrders = "GET allOrders"
    case trades = "GET myTrades"
    case account = "GET account"
    case commission = "GET account/commission"
    case orderCounts = "GET rateLimit/order"
    case placeOCO = "POST orderList/oco"
    case placeOTO = "POST orderList/oto"
    case placeOTOCO = "POST orderList/otoco"
    case oldOCO = "POST order/oco"
    case list = "GET orderList"
    case cancelList = "DELETE orderList"
    case allLists = "GET allOrderList"
    case openLists = "GET openOrderList"

    /// The action of a request; `nil` where spot has none there.
    init?(_ method: String, _ path: String) {
        guard path.hasPrefix("/api/v3/") else { return nil }
        self.init(rawValue: "\(method) \(path.dropFirst("/api/v3/".count))")
    }

    /// The action of a method of the WebSocket API.
    init?(call: String) {
        guard let action = Self.calls.first(where: { $0.method == call })?.action else { return nil }
        self = action
    }

    private static let calls: [(method: String, action: SpotAction)] = [
        ("order.place", .place), ("order.test", .test), ("order.status", .query), ("order.cancel", .cancel),
        ("order.cancelReplace", .replace), ("order.amend.keepPriority", .amend),
        ("openOrders.status", .openOrders), ("openOrders.cancelAll", .cancelAll),
        ("allOrders", .allOrders), ("myTrades", .trades), ("account.status", .account),
        ("account.commission", .commission), ("account.rateLimits.orders", .orderCounts),
        ("orderList.place.oco", .placeOCO), ("orderList.place.oto", .placeOTO),
        ("orderList.place.otoco", .placeOTOCO), ("orderList.place", .oldOCO), ("orderList.status", .list),
        ("orderList.cancel", .cancelList), ("allOrderLists", .allLists),
        ("openOrderLists.status", .openLists),
    ]

    /// What a request costs.
    func weight(_ parameters: Parameters) -> Int64 {
        let hasSymbol = parameters.target["symbol"] != nil
        switch self {
        case .test: return parameters.target["computeCommissionRates"] == "true" ? 20 : 1
        case .query, .list, .amend: return 4
        case .openOrders: return hasSymbol ? 6 : 80
        case .openLists: return 6
        case .allOrders, .account, .allLists, .commission: return 20
        case .trades: return parameters.target["orderId"] == nil ? 20 : 5
        case .orderCounts: return 40
        default: return 1
        }
    }

    /// Whether it costs nothing where it succeeds.
    var isFreeWhenDone: Bool {
        switch self {
        case .place, .cancel, .cancelAll, .replace, .placeOCO, .placeOTO, .placeOTOCO, .oldOCO, .cancelList:
            true
        default: false
        }
    }

    /// How many orders it places.
    var orders: Int64 {
        switch self {
        case .place, .replace: 1
        case .placeOCO, .placeOTO, .oldOCO: 2
        case .placeOTOCO: 3
        default: 0
        }
    }
}
