import Exchanges
import Market

/// The answers to requests for market data.
struct MarketAnswers {
    let symbols: [SymbolMarket]
    let parameters: Parameters
    let limits: ExchangeLimits
    /// The market's time, what the exchange's clock shows, and in what it is told.
    let now: Timestamp
    let stamp: Timestamp
    let unit: TimeUnit

    var market: MarketKind { parameters.market }

    /// How a pair's numbers are written.
    func form(_ symbol: SymbolMarket) -> NumberForm {
        var form = symbol.form
        form.time = unit
        return form
    }

    /// The body of an answer.
    func body(_ route: MarketRoute) throws(ExchangeError) -> [UInt8] {  // tidy-ok: a table
        switch route {
        case .ping: Array("{}".utf8)
        case .time: BinanceWriting.serverTime(stamp, unit)
        case .exchangeInfo: try exchangeInfo()
        case .depth: try depth()
        case .trades: try trades()
        case .historicalTrades: try historicalTrades()
        case .aggregates: try aggregates()
        case .klines, .uiKlines: try klines("symbol")
        case .continuousKlines: try continuousKlines()
        case .indexPriceKlines: try klines("pair", hasVolume: false)
        case .markPriceKlines: try klines("symbol", hasVolume: false)
        case .premiumIndexKlines: try klines("symbol", isPremium: true)
        case .averagePrice: try averagePrice()
        case .day: try day()
        case .window: try window()
        case .tradingDay: try tradingDay()
        case .price: try price()
        case .bookTicker: try bookTicker()
        case .premiumIndex: try premiumIndex()
        case .fundingRate: try fundingRate()
        case .fundingInfo: rows(Array(symbols.indices), isOne: false, fundingInfo)
        case .openInterest: try openInterest()
        }
    }

    /// An object for one symbol, an array for all others; a symbol that has nothing to tell is left out.
    func rows(_ places: [Int], isOne: Bool, _ write: (SymbolMarket, inout JSONText) -> Void) -> [UInt8] {
        var json = JSONText()
        if isOne, let place = places.first {
            write(symbols[place], &json)
            return json.bytes.isEmpty ? Array("{}".utf8) : json.bytes
        }
        json.array { json in for place in places { write(symbols[place], &json) } }
        return json.bytes
    }

    private func exchangeInfo() throws(ExchangeError) -> [UInt8] {
        var listed = symbols.map(\.listing)
        if market == .spot {
            let asked = try parameters.symbols(symbols)
            listed = asked.places.map { symbols[$0].listing }
            if let status = parameters.target["symbolStatus"] {
                guard ["TRADING", "HALT", "BREAK"].contains(status) else {
                    throw ExchangeError(-1122, "Invalid symbolStatus.")
                }
                listed.removeAll { $0.instrument.status.description != status }
            }
            if let wanted = parameters.target["permissions"], !wanted.contains("SPOT") { listed = [] }
        }
        return BinanceWriting.exchangeInfo(
            listed, market, limits, showsPermissionSets: parameters.target["showPermissionSets"] != "false",
            at: stamp, unit)
    }

    private func depth() throws(ExchangeError) -> [UInt8] {
        let symbol = symbols[try parameters.symbol(symbols)]
        var limit = 100
        if market == .spot {
            limit = try parameters.limit(100, most: 5000)
        } else if let asked = try parameters.whole("limit") {
            guard asked <= 1000 else { throw ExchangeError.invalid("limit") }
            guard [5, 10, 20, 50, 100, 500, 1000].contains(asked) else {
                throw ExchangeError(-4021, "\(asked) is not valid depth limit")
            }
            limit = Int(asked)
        } else {
            limit = 500
        }
        return BinanceWriting.depth(
            symbol.updateID, bids: symbol.book.levels(.buy, limit: limit),
            asks: symbol.book.levels(.sell, limit: limit), market, form(symbol), at: stamp)
    }

    // MARK: Trades

    private func trades() throws(ExchangeError) -> [UInt8] {
        let symbol = symbols[try parameters.symbol(symbols)]
        let limit = try parameters.limit(500, most: 1000)
        return BinanceWriting.trades(symbol.tape.trades.suffix(limit), market, form(symbol))
    }

    private func historicalTrades() throws(ExchangeError) -> [UInt8] {
        let symbol = symbols[try parameters.symbol(symbols)]
        let limit = try parameters.limit(500, most: market == .spot ? 1000 : 500)
        guard let first = try parameters.whole("fromId") else {
            return BinanceWriting.trades(symbol.tape.trades.suffix(limit), market, form(symbol))
        }
        let from = symbol.tape.trades.drop { $0.id < first }
        return BinanceWriting.trades(from.prefix(limit), market, form(symbol))
    }

    private func aggregates() throws(ExchangeError) -> [UInt8] {
        let symbol = symbols[try parameters.symbol(symbols)]
        let limit = try parameters.limit(500, most: 1000)
        let (start, end) = (try parameters.time("startTime"), try parameters.time("endTime"))
        if let start, let end, end < start {
            throw ExchangeError(-1130, "Data sent for parameter 'startTime' is not valid.")
        }
        let all = symbol.tape.aggregates
        if let first = try parameters.whole("fromId") {
            let from = all.drop { $0.id < first }
            return BinanceWriting.aggregates(from.prefix(limit), market, form(symbol))
        }
        let within = all.filter { $0.time >= start ?? .zero && $0.time <= end ?? .never }
        let rows = start == nil ? within.suffix(limit) : within.prefix(limit)
        return BinanceWriting.aggregates(rows, market, form(symbol))
    }
}
