import Exchanges
import Market

/// The requests of the live feed.
struct RestPaths: RequestPaths {
    /// Candles and trades that one request brings at most.
    static let pageLimit: Int64 = 1000

    let market: MarketKind
    private let prefix: String
    private let snapshotLevels: Int
    private let names: [String]
    /// Smaller is sooner: the order in which symbols get their books.
    private let order: [Int]

    init(_ settings: BinanceFeedSettings, _ names: [String], order: [Int]) {
        market = settings.market
        prefix = settings.restPath
        snapshotLevels = settings.snapshotLevels
        self.names = names.map(QueryText.escaped)
        self.order = order
    }

    var sharedMarket: MarketKind? { market }

    var usedWeight: String? { BinanceFeedSettings.usedWeight }

    func rank(of wish: Wish) -> (Int, Int) { (wish.rank, wish.symbol.map { order[$0.int] } ?? 0) }

    /// Path and query; candles up to and with the one that ends at `now`.
    func target(of wish: Wish) -> String {
        switch wish {
        case .time: prefix + "time"
        case .symbols: prefix + "exchangeInfo"
        case .history(let symbol, let from), .candles(let symbol, let from):
            candles(symbol, from: from, limit: Self.pageLimit)
        case .check(let symbol, let from): candles(symbol, from: from, limit: 1)
        case .trades(let symbol, let from, let to):
            prefix + "aggTrades?symbol=\(names[symbol.int])&fromId=\(from)"
                + "&limit=\(min(Self.pageLimit, to - from + 1))"
        case .snapshot(let symbol): prefix + "depth?symbol=\(names[symbol.int])&limit=\(snapshotLevels)"
        }
    }

    private func candles(_ symbol: SymbolID, from: Timestamp, limit: Int64) -> String {
        prefix + "klines?symbol=\(names[symbol.int])&interval=1m&startTime=\(from.milliseconds)"
            + "&limit=\(limit)"
    }

    /// What the exchange counts for it.
    func weight(of wish: Wish) -> Int {
        switch (wish, market) {
        case (.time, _): 1
        case (.symbols, .spot): 20
        case (.symbols, .um): 1
        case (.history, .spot), (.candles, .spot), (.check, .spot): 2
        case (.history, .um), (.candles, .um): 5
        case (.check, .um): 1
        case (.trades, .spot): 4
        case (.trades, .um): 20
        case (.snapshot, .spot):
            snapshotLevels <= 100 ? 5 : snapshotLevels <= 500 ? 25 : snapshotLevels <= 1000 ? 50 : 250
        case (.snapshot, .um):
            snapshotLevels <= 50 ? 2 : snapshotLevels <= 100 ? 5 : snapshotLevels <= 500 ? 10 : 20
        }
    }
}
