import ExchangeSimulator
import Exchanges
import Market
import Messages

/// Holds what a live feed tells against what is so at the exchange: every candle and every trade once, in
/// order and with the exchange's figures, every book as the exchange's at the same change.
struct FeedChecker {
    private struct Row {
        var candles: [Kline] = []
        var trades: [Trade] = []
        var book: OpeningBook
        /// The exchange's books at moments that the feed has yet to come to, by their newest change.
        var expected: [MarketTruth] = []
        var heard = [Int64](repeating: 0, count: 3)
    }

    /// How old the newest word of a stream may be when all goes as it should.
    private static let freshness: Int64 = 30_000_000_000

    private let instruments: InstrumentTable
    private var rows: [Row]
    private var hasBegun = false
    private(set) var breach: String?
    private(set) var events = 0
    private(set) var books = 0
    private(set) var complaints = 0
    private var newest = Timestamp.zero
    private var notices: [String] = []

    init(_ instruments: InstrumentTable) {
        self.instruments = instruments
        rows = instruments.symbols.map { Row(book: OpeningBook(symbol: $0)) }
    }

    /// The history comes before the first event.
    mutating func begin(_ history: [Kline]) {
        guard !hasBegun else { return }
        hasBegun = true
        for kline in history { takeCandle(kline, 0) }
    }

    /// An event that the feed told.
    mutating func take(_ event: MarketEvent, at now: Int64) {
        events += 1
        if event.time < newest { fail("time fell from \(newest) to \(event.time)", now) }
        newest = max(newest, event.time)
        switch event.message {
        case .kline(let kline): takeCandle(kline, now)
        case .trade(let trade): takeTrade(trade, now)
        case .depth(let depth): takeDepth(depth, now)
        case .ticker(let ticker): rows[ticker.symbol.int].heard[0] = now
        default: break
        }
    }

    mutating func take(notice: String) {
        notices.append(notice)
        if notice.contains("was told as") { fail(notice, 0) }
    }

    mutating func take(complaint: String) {
        complaints += 1
        fail("complained of what the exchange tells: \(complaint)", 0)
    }

    private mutating func takeCandle(_ kline: Kline, _ now: Int64) {
        let row = kline.symbol.int
        if let last = rows[row].candles.last, kline.openTime != last.openTime + .minutes(1) {
            fail("\(name(row)) candle \(kline.openTime) after \(last.openTime)", now)
        }
        rows[row].candles.append(kline)
    }

    private mutating func takeTrade(_ trade: Trade, _ now: Int64) {
        let row = trade.symbol.int
        rows[row].heard[1] = now
        if let last = rows[row].trades.last, trade.tradeID != last.tradeID + 1 {
            fail("\(name(row)) trade \(trade.tradeID) after \(last.tradeID)", now)
        }
        rows[row].trades.append(trade)
    }

    private mutating func takeDepth(_ depth: Depth, _ now: Int64) {
        let row = depth.symbol.int
        rows[row].heard[2] = now
        rows[row].book.take(depth)
        guard depth.isLast else { return }
        let id = rows[row].book.book.lastUpdateID
        rows[row].expected.removeAll { $0.updateID < id }
        guard let truth = rows[row].expected.first, truth.updateID == id, !rows[row].book.book.isBare else {
            return
        }
        books += 1
        let book = rows[row].book.book
        if book.bids != truth.bids || book.asks != truth.asks {
            fail("\(name(row)) has another book than the exchange at its change \(id)", now)
        }
    }

    /// Remembers how the books of all symbols are at the exchange now, as the streams tell it.
    mutating func note(_ truths: [MarketTruth]) {
        for row in rows.indices { rows[row].expected.append(truths[row]) }
    }

    /// All streams of all symbols tell something now.
    mutating func expectFresh(at now: Int64) {
        for row in rows.indices {
            for (place, stream) in ["ticker", "trade", "book"].enumerated() {
                let age = now - rows[row].heard[place]
                guard age > Self.freshness else { continue }
                fail("\(name(row)) told no \(stream) for \(age / 1_000_000) ms", now)
            }
            if rows[row].book.book.isBare { fail("\(name(row)) has no book", now) }
        }
    }

    /// All that was told is the exchange's, and nothing of it is missing.
    mutating func finish(at now: Int64, _ truth: (SymbolID) -> MarketTruth) {
        expectFresh(at: now)
        for symbol in instruments.symbols {
            let own = truth(symbol)
            compareCandles(symbol.int, own.candles, now)
            compareTrades(symbol.int, own.trades, now)
        }
        if books == 0 { fail("no book was compared", now) }
    }

    private mutating func compareCandles(_ row: Int, _ candles: [ExchangeCandle], _ now: Int64) {
        let told = rows[row].candles
        // The newest may be on its way.
        if let last = candles.last, told.last.map({ $0.openTime < last.openTime - .minutes(1) }) ?? true {
            fail("\(name(row)) misses the newest candles", now)
        }
        let own = Dictionary(uniqueKeysWithValues: candles.map { ($0.openTime, $0) })
        for kline in told {
            guard let candle = own[kline.openTime] else { return fail("\(name(row)) invented \(kline)", now) }
            let isSame = kline.open == candle.open && kline.high == candle.high && kline.low == candle.low
                && kline.close == candle.close && kline.volume == candle.volume.double
            if !isSame { return fail("\(name(row)) told \(kline), the exchange has \(candle)", now) }
        }
    }

    private mutating func compareTrades(_ row: Int, _ trades: [AggregateTrade], _ now: Int64) {
        let own = Dictionary(uniqueKeysWithValues: trades.map { ($0.id, $0) })
        // Some may be on their way.
        if let last = trades.last?.id, rows[row].trades.last.map({ $0.tradeID < last - 30 }) ?? true {
            fail("\(name(row)) misses the newest trades", now)
        }
        for trade in rows[row].trades {
            guard let one = own[trade.tradeID] else { continue }
            let isSame = trade.price == one.price && trade.quantity == one.quantity
                && trade.buyerIsMaker == one.buyerIsMaker
            if !isSame { return fail("\(name(row)) told \(trade), the exchange has \(one)", now) }
        }
    }

    private func name(_ row: Int) -> String { instruments.name(SymbolID(row)) }

    private mutating func fail(_ what: String, _ now: Int64) {
        guard breach == nil else { return }
        let told = notices.suffix(6).joined(separator: "\n    ")
        breach = "at \(now / 1_000_000) ms \(what)\n    \(told)"
    }
}
