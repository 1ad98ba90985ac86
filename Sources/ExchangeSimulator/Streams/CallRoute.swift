import Market

/// What a method of the WebSocket API asks for.
enum CallRoute: Sendable, Hashable {
    case market(MarketRoute)
    /// An account's business.
    case spot(SpotAction)
    case session(SessionAction)
    case futures(FuturesAction)
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
        } else if let action = SessionAction(rawValue: method), market == .spot || action.isOfSession {
            self = .session(action)
        } else if market == .um, let action = FuturesAction(call: method) {
            self = .futures(action)
        } else {
            self = .unknown
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
    private static let retired = ["userDataStream.start", "userDataStream.ping", "userDataStream.stop"]
}
