import Configuration
import Market
import Messages
import RiskMath
import RiskRules
import Stages

/// What L1 sees of the market: prices, books and positions by symbol, and the rolling correlation.
struct MarketView: Sendable {
    private let settings: Settings
    private var symbols: [SymbolMarket]
    private var books: [OrderBook]
    /// Of BTC and ETH.
    private(set) var correlation: PairCorrelation

    init(_ settings: Settings) {
        self.settings = settings
        symbols = Array(repeating: SymbolMarket(), count: settings.instruments.count)
        books = Array(repeating: OrderBook(), count: settings.instruments.count)
        correlation = PairCorrelation(of: settings.instruments)
    }

    /// Whether a symbol is in the safe list.
    func knows(_ symbol: SymbolID) -> Bool { symbol.int < symbols.count }

    /// A symbol that is in the safe list.
    subscript(symbol: SymbolID) -> SymbolMarket { symbols[symbol.int] }

    // MARK: - What is heard

    mutating func hear(_ kline: Kline) {
        guard knows(kline.symbol), kline.interval == .m1 else { return }
        symbols[kline.symbol.int].last = kline.close
        symbols[kline.symbol.int].quoteVolume = kline.quoteVolume
        correlation.update(kline)
    }

    mutating func hear(_ ticker: Ticker) {
        guard knows(ticker.symbol) else { return }
        symbols[ticker.symbol.int].last = ticker.last
        symbols[ticker.symbol.int].bid = ticker.bid
        symbols[ticker.symbol.int].ask = ticker.ask
    }

    mutating func hear(_ depth: Depth) {
        guard knows(depth.symbol) else { return }
        if depth.isSnapshot, depth.isFirst { books[depth.symbol.int].clear() }
        for index in 0..<depth.levels.count {
            books[depth.symbol.int].set(depth.levels[index], on: depth.side, updateID: depth.updateID)
        }
        guard depth.isLast, let bid = books[depth.symbol.int].bids.first,
            let ask = books[depth.symbol.int].asks.first
        else { return }
        symbols[depth.symbol.int].bid = bid.price
        symbols[depth.symbol.int].ask = ask.price
    }

    mutating func hear(_ health: FeedHealth) {
        guard knows(health.symbol) else { return }
        symbols[health.symbol.int].feed = health
        if health.state == .gap { books[health.symbol.int].clear() }
    }

    /// The position of a symbol by the executor's books, base asset, signed.
    mutating func hold(_ position: Quantity, of symbol: SymbolID) {
        guard knows(symbol) else { return }
        symbols[symbol.int].position = position
    }

    // MARK: - What a decision is judged by

    /// The position without dust.
    func tradable(_ symbol: SymbolID) -> Quantity {
        settings.instruments[symbol].lots(of: symbols[symbol.int].position)
    }

    /// The spread, bps: the market's, else what the pair's tier takes it for.
    func spreadBps(of symbol: SymbolID) -> Double {
        symbols[symbol.int].spreadBps ?? settings[symbol].spreadBps
    }

    /// What an order would pay above its reference price, bps: by the book, else half the spread.
    func expectedSlippage(of intent: OrderIntent) -> Double {
        guard let swept = books[intent.symbol.int].sweep(intent.side, intent.quantity) else {
            return spreadBps(of: intent.symbol) / 2
        }
        return intent.referencePrice.bps(to: swept.average) * Double(intent.side.sign)
    }

    /// What the market offers, USDT: the book up to the pair's slippage, else a share of the last
    /// candle's volume; absent where neither is known.
    func liquidity(for intent: OrderIntent) -> Money {
        let book = books[intent.symbol.int]
        if !book.isEmpty {
            let reach = settings[intent.symbol].slippageBps * Double(intent.side.sign)
            let limit = intent.referencePrice.moved(bps: reach)
            let swept = book.sweep(intent.side, Quantity(raw: .max), limit: limit)
            return swept?.quantity.notional(at: intent.referencePrice) ?? .zero
        }
        let offered = symbols[intent.symbol.int].quoteVolume * settings.operational.liquidityShare
        return offered.isNaN ? .absent : Money(offered) ?? .absent
    }

    // MARK: - State

    func save(into writer: inout StateWriter) {
        writer.write(symbols)
        writer.write(correlation)
        for book in books { writer.write(book) }
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        symbols = try reader.readArray(count: symbols.count)
        correlation = try reader.read()
        for index in books.indices { books[index] = try reader.readBook() }
    }
}
