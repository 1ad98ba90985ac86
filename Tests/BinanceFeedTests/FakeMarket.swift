import Exchanges
import Market
import Messages
import TestSupport

/// The market that the exchange in memory tells: a book, trades and candles a symbol, by a seed.
final class FakeMarket {
    let instruments: InstrumentTable
    private var random: SeededGenerator
    private(set) var books: [OrderBook]
    private(set) var updateIDs: [Int64]
    private var previous: [Int64]
    private(set) var tradeIDs: [Int64]
    /// Symbols that the exchange doesn't list, and those that don't trade.
    var unlisted: Set<String> = []
    var halted: Set<String> = []
    /// Added to the close of candles that are asked for.
    var candleError = 0

    init(_ instruments: InstrumentTable, seed: UInt64) {
        self.instruments = instruments
        random = SeededGenerator(seed: seed)
        books = instruments.symbols.map { _ in
            var book = OrderBook()
            for step in 1...10 {
                book.set(BookLevel(price: Price(1000 - step), quantity: Quantity(step)), on: .buy, updateID: 1)
                book.set(BookLevel(price: Price(1000 + step), quantity: Quantity(step)), on: .sell, updateID: 1)
            }
            return book
        }
        updateIDs = instruments.symbols.map { 1000 + Int64($0.int) }
        previous = updateIDs
        tradeIDs = instruments.symbols.map { 500 + Int64($0.int) }
    }

    func name(_ symbol: SymbolID) -> String { instruments[symbol].exchangeName }
    func stream(_ symbol: SymbolID, _ kind: String) -> String { "\(name(symbol).lowercased())@\(kind)" }

    /// Changes the book, and says how.
    func nextDiff(_ symbol: SymbolID, at time: Timestamp) -> String {
        let index = symbol.int
        let first = previous[index] + 1
        var sides = [Side.buy: [String](), Side.sell: [String]()]
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            updateIDs[index] += 1
            let side = random.once(in: 2) ? Side.buy : .sell
            let step = Int.random(in: 1...12, using: &random)
            let price = Price(1000 + (side == .buy ? -step : step))
            let quantity = random.once(in: 3) && step > 3 ? Quantity.zero : Quantity(Int.random(in: 1...99, using: &random))
            books[index].set(BookLevel(price: price, quantity: quantity), on: side, updateID: updateIDs[index])
            sides[side]?.append("[\"\(price)\",\"\(quantity)\"]")
        }
        let isFutures = instruments[symbol].market == .um
        let chain = isFutures ? "\"pu\":\(previous[index])," : ""
        previous[index] = updateIDs[index]
        return "{\"e\":\"depthUpdate\",\"E\":\(time.milliseconds),\"s\":\"\(name(symbol))\",\"U\":\(first),"
            + "\"u\":\(updateIDs[index]),\(chain)\"b\":[\((sides[.buy] ?? []).joined(separator: ","))],"
            + "\"a\":[\((sides[.sell] ?? []).joined(separator: ","))]}"
    }

    func ticker(_ symbol: SymbolID) -> String {
        updateIDs[symbol.int] += 1
        let book = books[symbol.int]
        return "{\"u\":\(updateIDs[symbol.int]),\"s\":\"\(name(symbol))\",\"b\":\"\(book.bids[0].price)\","
            + "\"B\":\"\(book.bids[0].quantity)\",\"a\":\"\(book.asks[0].price)\",\"A\":\"\(book.asks[0].quantity)\"}"
    }

    func nextTrade(_ symbol: SymbolID, at time: Timestamp) -> String {
        tradeIDs[symbol.int] += 1
        let id = tradeIDs[symbol.int]
        return "{\"e\":\"aggTrade\",\"E\":\(time.milliseconds),\"s\":\"\(name(symbol))\",\"a\":\(id),"
            + "\"p\":\"\(Self.price(id))\",\"q\":\"0.5\",\"f\":1,\"l\":1,\"T\":\(time.milliseconds),\"m\":\(id % 2 == 0),\"M\":true}"
    }

    private static func price(_ id: Int64) -> String { "\(1000 + id % 7).5" }

    /// A candle's figures follow from its time and symbol.
    static func figures(_ symbol: SymbolID, _ open: Timestamp) -> (String, String, String, String, String) {
        let base = 1000 + (open.seconds / 60) % 50 + Int64(symbol.int)
        return ("\(base)", "\(base + 3)", "\(base - 2)", "\(base + 1)", "\(base).25")
    }

    func closedCandle(_ symbol: SymbolID, _ open: Timestamp, at time: Timestamp) -> String {
        let (o, h, l, c, v) = Self.figures(symbol, open)
        return "{\"e\":\"kline\",\"E\":\(time.milliseconds),\"s\":\"\(name(symbol))\",\"k\":{\"t\":\(open.milliseconds),"
            + "\"T\":\(open.milliseconds + 59_999),\"s\":\"\(name(symbol))\",\"i\":\"1m\",\"f\":1,\"L\":2,\"o\":\"\(o)\",\"c\":\"\(c)\","
            + "\"h\":\"\(h)\",\"l\":\"\(l)\",\"v\":\"\(v)\",\"n\":2,\"x\":true,\"q\":\"10.5\",\"V\":\"1\",\"Q\":\"1\",\"B\":\"0\"}}"
    }

    func weight(_ target: String) -> Int {
        if target.contains("/depth") { return 50 }
        if target.contains("/exchangeInfo") { return 20 }
        if target.contains("/klines") { return 2 }
        return target.contains("/aggTrades") ? 4 : 1
    }

    func answer(_ target: String, at time: Timestamp) -> String {
        if target.hasSuffix("/time") { return "{\"serverTime\":\(time.milliseconds)}" }
        if target.hasSuffix("/exchangeInfo") { return symbols }
        guard let symbol = instruments.symbols.first(where: { target.contains("symbol=\(name($0))&") }) else {
            return "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}"
        }
        if target.contains("/klines") { return candles(symbol, target, at: time) }
        if target.contains("/aggTrades") { return trades(symbol, target) }
        return snapshot(symbol)
    }

    private var symbols: String {
        let rows = instruments.instruments.filter { !unlisted.contains($0.name) }.map {
            "{\"symbol\":\"\($0.exchangeName)\",\"status\":\"\(halted.contains($0.name) ? "HALT" : "TRADING")\"}"
        }
        return "{\"timezone\":\"UTC\",\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\","
            + "\"intervalNum\":1,\"limit\":6000}],\"symbols\":[\(rows.joined(separator: ","))]}"
    }

    func snapshot(_ symbol: SymbolID) -> String {
        func list(_ levels: [BookLevel]) -> String {
            levels.map { "[\"\($0.price)\",\"\($0.quantity)\"]" }.joined(separator: ",")
        }
        let book = books[symbol.int]
        return "{\"lastUpdateId\":\(updateIDs[symbol.int]),\"bids\":[\(list(book.bids))],\"asks\":[\(list(book.asks))]}"
    }

    private func number(_ name: String, _ target: String) -> Int64 {
        let text = target.split(whereSeparator: { "?&".contains($0) }).first { $0.hasPrefix(name + "=") }
        return text.flatMap { Int64($0.dropFirst(name.count + 1)) } ?? 0
    }

    private func candles(_ symbol: SymbolID, _ target: String, at time: Timestamp) -> String {
        var open = Timestamp(milliseconds: number("startTime", target))
        var rows: [String] = []
        while open <= time, rows.count < number("limit", target) {
            let (o, h, l, c, v) = Self.figures(symbol, open)
            let close = candleError == 0 ? c : "\(Int64(c).map { $0 + Int64(candleError) } ?? 0)"
            rows.append("[\(open.milliseconds),\"\(o)\",\"\(h)\",\"\(l)\",\"\(close)\",\"\(v)\",\(open.milliseconds + 59_999),\"10.5\",2,\"1\",\"1\",\"0\"]")
            open = open + .minutes(1)
        }
        return "[\(rows.joined(separator: ","))]"
    }

    private func trades(_ symbol: SymbolID, _ target: String) -> String {
        let from = number("fromId", target)
        let last = min(tradeIDs[symbol.int], from + number("limit", target) - 1)
        let rows = from <= last ? (from...last).map {
            "{\"a\":\($0),\"p\":\"\(Self.price($0))\",\"q\":\"0.5\",\"f\":1,\"l\":1,\"T\":1,\"m\":\($0 % 2 == 0)}"
        } : []
        return "[\(rows.joined(separator: ","))]"
    }
}
