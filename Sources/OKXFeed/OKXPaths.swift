import Exchanges
import Market

/// The requests of OKX's live feed.
struct OKXPaths: RequestPaths {
    /// How far back the exchange's newest candles go, and how many of them one request brings.
    static let recent = TimeSpan.minutes(1400)
    private static let recentPage: Int64 = 300
    private static let oldPage: Int64 = 100

    private let names: [String]

    init(_ names: [String]) { self.names = names }

    var usedWeight: String? { nil }

    func rank(of wish: OKXWish) -> (Int, Int) { (wish.rank, wish.symbol?.int ?? 0) }

    /// A request is a request: the exchange counts those of each path alone.
    func weight(of wish: OKXWish) -> Int { 1 }

    /// The first moment that an answer has not; `nil` for what is no page.
    static func end(of wish: OKXWish) -> Timestamp? {
        switch wish {
        case .time, .instruments: nil
        case .history(_, let from, let isOld): from + .minutes(isOld ? oldPage : recentPage)
        case .candles(_, let from): from + .minutes(recentPage)
        case .check(_, let from): from + .minutes(1)
        }
    }

    /// Path and query.
    func target(of wish: OKXWish) -> String {
        switch wish {
        case .time: "/api/v5/public/time"
        case .instruments: "/api/v5/public/instruments?instType=SPOT"
        case .history(let symbol, let from, true):
            candles("history-candles", symbol, from, Self.oldPage)
        case .history(let symbol, let from, false), .candles(let symbol, let from):
            candles("candles", symbol, from, Self.recentPage)
        case .check(let symbol, let from): candles("candles", symbol, from, 1)
        }
    }

    /// `before` is older than the rows wanted, `after` newer: both are left out themselves.
    private func candles(_ path: String, _ symbol: SymbolID, _ from: Timestamp, _ count: Int64) -> String {
        let end = from + .minutes(count)
        return "/api/v5/market/\(path)?instId=\(names[symbol.int])&bar=1m&before=\(from.milliseconds - 1)"
            + "&after=\(end.milliseconds)&limit=\(count)"
    }
}
