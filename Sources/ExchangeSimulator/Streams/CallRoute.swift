import Market

/// What a method of the WebSocket API asks for.
enum CallRoute: Sendable, Hashable {
    case market(MarketRoute)
    /// An account's business.
    case spot(SpotAction)
    case session(SessionAction)
    /// Futures' accounts, which nobody has yet.
    case futuresAccount
    /// What was taken away.
    case gone
    case unknown

    init(_ method: String, _ market: MarketKind) {
        if let route = market == .spot ? Self.spot[method] : Self.futures[method] {
            self = .market(route)
        } else if market == .spot, Self.retired.contains(method) {
            self = .gone
        } else if market == .spot, let action = SpotAction(call: method) {
            self = .spot(action)
        } else if market == .spot, let action = SessionAction(rawValue: method) {
            self = .session(action)
        } else {
            let name = method.hasPrefix("v2/") ? method.dropFirst(3) : method[...]
            let isAccount = name.split(separator: ".").first.map { Self.accounts.contains(String($0)) }
            self = isAccount == true ? .futuresAccount : .unknown
        }
    }

    private static let spot: [String: MarketRoute] = [  // tidy-ok: looked up, never gone through
        "ping": .ping, "time": .time, "exchangeInfo": .exchangeInfo, "depth": .depth,
        "trades.recent": .trades, "trades.historical": .historicalTrades, "trades.aggregate": .aggregates,
        "klines": .klines, "uiKlines": .uiKlines, "avgPrice": .averagePrice, "ticker.24hr": .day,
        "ticker.tradingDay": .tradingDay, "ticker": .window, "ticker.price": .price,
        "ticker.book": .bookTicker,
    ]
    private static let futures: [String: MarketRoute] = [  // tidy-ok: looked up, never gone through
        "depth": .depth, "ticker.price": .price, "ticker.book": .bookTicker,
    ]
    private static let accounts = ["order", "account", "session", "userDataStream", "algoOrder"]
    private static let retired = ["userDataStream.start", "userDataStream.ping", "userDataStream.stop"]
}
