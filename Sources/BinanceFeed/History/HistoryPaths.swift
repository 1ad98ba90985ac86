import Exchanges
import Market

/// The requests for a market's past.
struct HistoryPaths: RequestPaths {
    /// Rows that one request brings at most.
    static let pageLimit = 1000

    let market: MarketKind
    private let prefix: String

    init(_ settings: BinanceFeedSettings) { (market, prefix) = (settings.market, settings.restPath) }

    func target(of wish: HistoryWish) -> String {
        switch wish {
        case .time: prefix + "time"
        case .symbols: prefix + "exchangeInfo"
        case .fundingHours: prefix + "fundingInfo"
        case .page(_, let question): page(question)
        }
    }

    private func page(_ question: HistoryQuestion) -> String {
        var text = "symbol=\(QueryText.escaped(question.name))"
        if case .candles(let length) = question.kind { text += "&interval=\(length.wireName)" }
        if let id = question.id {
            text += "&fromId=\(id)"
        } else {
            // The exchange counts the last millisecond in.
            text += "&startTime=\(question.from.milliseconds)&endTime=\(question.end.milliseconds - 1)"
        }
        return "\(prefix)\(Self.name(question.kind))?\(text)&limit=\(Self.pageLimit)"
    }

    private static func name(_ kind: HistoryKind) -> String {
        switch kind {
        case .candles: "klines"
        case .trades: "aggTrades"
        case .funding: "fundingRate"
        }
    }

    func weight(of wish: HistoryWish) -> Int {
        switch (wish, market) {
        case (.symbols, .spot): 20
        case (.page(_, let question), .spot): question.kind == .trades ? 4 : 2
        case (.page(_, let question), .um):
            switch question.kind {
            case .candles: 5
            case .trades: 20
            // A pool of its own, of 500 requests in five minutes, each of 1000 fundings: no limit is near.
            case .funding: 1
            }
        default: 1
        }
    }

    var sharedMarket: MarketKind? { market }

    var usedWeight: String? { BinanceFeedSettings.usedWeight }

    func rank(of wish: HistoryWish) -> (Int, Int) {
        switch wish {
        case .time: (0, 0)
        case .symbols: (1, 0)
        case .fundingHours: (2, 0)
        case .page(let piece, _): (3, piece)
        }
    }
}
