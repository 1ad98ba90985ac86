import Exchanges
import Market

/// What a request is for, before it is known whether it may.
enum RestRoute: Sendable, Hashable {
    /// Market data.
    case market(MarketRoute, MarketKind)
    /// An account's business: nobody has an account yet.
    case account
    /// What was taken away.
    case gone
    /// What is served as nothing, so that clients that ask for it at start go on.
    case stub(String)
    case unknown(MarketKind)

    /// Finds the route of a request among the markets that are served.
    init(_ method: HTTPMethod, _ path: String, markets: [MarketKind]) {
        let market: MarketKind = path.hasPrefix("/fapi/") ? .um : .spot
        let isServed = markets.contains(market)
        if isServed, method == .get, let route = MarketRoute(path, market) {
            self = .market(route, market)
        } else if isServed, Self.isAccount(path) {
            self = path.hasSuffix("userDataStream") ? .gone : .account
        } else if let body = Self.stubs.first(where: { $0.path == path })?.body {
            self = .stub(body)
        } else {
            self = .unknown(market)
        }
    }

    private static let stubs: [(path: String, body: String)] = [
        ("/sapi/v1/system/status", #"{"status":0,"msg":"normal"}"#),
        ("/sapi/v1/capital/config/getall", "[]"), ("/sapi/v1/margin/allPairs", "[]"),
        ("/sapi/v1/margin/isolated/allPairs", "[]"), ("/sapi/v1/spot/delist-schedule", "[]"),
        ("/dapi/v1/exchangeInfo", #"{"symbols":[]}"#),
    ]

    /// The paths of orders and accounts: their first words.
    private static let spotAccount = [
        "order", "openOrders", "allOrders", "orderList", "allOrderList", "openOrderList", "account",
        "myTrades", "rateLimit", "myFilters", "myPreventedMatches", "myAllocations", "sor", "userDataStream",
    ]
    private static let futuresAccount = [
        "order", "openOrder", "openOrders", "allOrders", "allOpenOrders", "batchOrders", "countdownCancelAll",
        "algoOrder", "openAlgoOrders", "allAlgoOrders", "algoOpenOrders", "account", "balance",
        "positionRisk", "positionSide", "positionMargin", "multiAssetsMargin", "leverage", "marginType",
        "accountConfig",
        "symbolConfig", "userTrades", "income", "commissionRate", "rateLimit", "feeBurn", "adlQuantile",
        "forceOrders", "apiTradingStatus", "listenKey",
    ]

    private static func isAccount(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard parts.count >= 3 else { return false }
        let name = String(parts[2])
        switch (parts[0], parts[1]) {
        case ("api", "v3"): return spotAccount.contains(name)
        case ("fapi", "v1"), ("fapi", "v2"), ("fapi", "v3"): return futuresAccount.contains(name)
        default: return false
        }
    }
}
