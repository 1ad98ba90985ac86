import Market

/// The requests for market data that both markets know, by the end of their path.
enum MarketRoute: String, Sendable, Hashable, CaseIterable {
    case ping
    case time
    case exchangeInfo
    case depth
    case trades
    case historicalTrades
    case aggregates = "aggTrades"
    case klines
    case uiKlines
    case averagePrice = "avgPrice"
    case day = "ticker/24hr"
    case price = "ticker/price"
    case bookTicker = "ticker/bookTicker"
    case window = "ticker"
    case tradingDay = "ticker/tradingDay"
    case continuousKlines
    case indexPriceKlines
    case markPriceKlines
    case premiumIndexKlines
    case premiumIndex
    case fundingRate
    case fundingInfo
    case openInterest

    /// The route of a path; `nil` where the market has none there.
    init?(_ path: String, _ market: MarketKind) {
        var name = Substring(path)
        switch market {
        case .spot:
            guard path.hasPrefix("/api/v3/") else { return nil }
            name = path.dropFirst("/api/v3/".count)
        case .um:
            let isSecond = path == "/fapi/v2/ticker/price"
            guard path.hasPrefix("/fapi/v1/") || isSecond else { return nil }
            name = path.dropFirst("/fapi/v1/".count)
        }
        guard let route = MarketRoute(rawValue: String(name)), route.isServed(market) else { return nil }
        self = route
    }

    private func isServed(_ market: MarketKind) -> Bool {
        switch self {
        case .ping, .time, .exchangeInfo, .depth, .trades, .historicalTrades, .aggregates, .klines, .day,
            .price, .bookTicker:
            true
        case .uiKlines, .averagePrice, .window, .tradingDay: market == .spot
        case .continuousKlines, .indexPriceKlines, .markPriceKlines, .premiumIndexKlines, .premiumIndex,
            .fundingRate, .fundingInfo, .openInterest:
            market == .um
        }
    }

    /// What a request costs.
    func weight(_ parameters: Parameters, _ market: MarketKind) -> Int64 {
        market == .spot ? spotWeight(parameters) : futuresWeight(parameters)
    }

    private func spotWeight(_ parameters: Parameters) -> Int64 {
        let symbols = parameters.count(of: "symbols")
        let hasOne = parameters.target["symbol"] != nil
        switch self {
        case .exchangeInfo: return 20
        case .depth:
            let limit = parameters.wholeOrZero("limit")
            return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1000 ? 50 : 250
        case .trades, .historicalTrades: return 25
        case .aggregates: return 4
        case .klines, .uiKlines, .averagePrice: return 2
        case .day: return hasOne || (1...20).contains(symbols) ? 2 : (21...100).contains(symbols) ? 40 : 80
        case .price, .bookTicker: return hasOne ? 2 : 4
        case .window, .tradingDay: return min(200, 4 * max(1, Int64(symbols)))
        default: return 1
        }
    }

    private func futuresWeight(_ parameters: Parameters) -> Int64 {
        let hasOne = parameters.target["symbol"] != nil
        switch self {
        case .depth:
            let limit = parameters.wholeOrZero("limit")
            return limit == 0 ? 10 : limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20
        case .klines, .continuousKlines, .indexPriceKlines, .markPriceKlines, .premiumIndexKlines:
            let limit = parameters.target["limit"] == nil ? 500 : parameters.wholeOrZero("limit")
            return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1000 ? 5 : 10
        case .trades: return 5
        case .aggregates: return 20
        case .historicalTrades: return 200
        case .day: return hasOne ? 1 : 40
        case .price: return hasOne ? 1 : 2
        case .bookTicker: return hasOne ? 2 : 5
        case .premiumIndex: return hasOne ? 1 : 10
        // A pool of their own at the exchange.
        case .fundingRate, .fundingInfo: return 0
        default: return 1
        }
    }
}
