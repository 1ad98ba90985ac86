import Exchanges
import Market

/// What a request is for, before it is known whether it may.
enum RestRoute: Sendable, Hashable {
    /// Market data.
    case market(MarketRoute, MarketKind)
    /// An account's business.
    case spot(SpotAction)
    case sapi(SapiAction)
    case futures(FuturesAction)
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
        } else if markets.contains(.spot), let action = SpotAction(method.rawValue, path) {
            self = .spot(action)
        } else if let action = SapiAction(rawValue: "\(method.rawValue) \(path)"),
            action == .restrictions || markets.contains(.spot)
        {
            self = .sapi(action)
        } else if markets.contains(.um), let action = FuturesAction(method.rawValue, path) {
            self = .futures(action)
        } else if isServed, path == "/api/v3/userDataStream" {
            self = .gone
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
}
