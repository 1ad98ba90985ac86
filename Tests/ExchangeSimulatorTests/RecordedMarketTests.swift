import Exchanges
import Market
import Matching
import Messages
import TestSupport
import Testing

@testable import ExchangeSimulator

@Suite struct RecordedMarketTests {
    private static func depth(
        _ side: Side, _ levels: [(Int, Int)], snapshot: Bool = false, first: Bool, last: Bool
    ) -> Message {
        var depth = Depth()
        depth.symbol = SymbolID(0)
        (depth.side, depth.isSnapshot, depth.isFirst, depth.isLast) = (side, snapshot, first, last)
        depth.updateID = 7
        for (price, quantity) in levels {
            _ = depth.levels.append(BookLevel(price: Price(price), quantity: Quantity(quantity)))
        }
        return .depth(depth)
    }

    private static func trade(_ price: Int, _ quantity: Int, sells: Bool) -> Message {
        var trade = Trade()
        (trade.symbol, trade.tradeID, trade.buyerIsMaker) = (SymbolID(0), 99, sells)
        (trade.price, trade.quantity) = (Price(price), Quantity(quantity))
        return .trade(trade)
    }

    private func bench(_ events: [(Int64, Message)], _ market: MarketKind = .um) -> Bench {
        let listed = [ListedSymbol(instrument(market: market))]
        let feed = ListFeed(events.map { MarketEvent($0.1, at: day + .milliseconds($0.0)) })
        return Bench([SimulatorMarket(market, listed, feed: feed)])
    }

    @Test func `a recorded book is shown as it was, with ids of the exchange's own`() throws {
        var bench = bench([
            (10, Self.depth(.buy, [(100, 5), (99, 6)], snapshot: true, first: true, last: false)),
            (10, Self.depth(.sell, [(101, 7), (103, 8)], snapshot: true, first: false, last: true)),
            (120, Self.depth(.buy, [(100, 0), (102, 1)], first: true, last: false)),
            (120, Self.depth(.sell, [(101, 0)], first: false, last: true)),
            (250, Self.depth(.buy, [], snapshot: true, first: true, last: true)),
        ])
        let socket = try bench.open("/public/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker")
        bench.go(milliseconds: 50)
        let snapshot = bench.object("/fapi/v1/depth?symbol=BTCUSDT")
        #expect(snapshot["bids"] as? [[String]] == [["100.0", "5.000"], ["99.0", "6.000"]])
        #expect(snapshot["asks"] as? [[String]] == [["101.0", "7.000"], ["103.0", "8.000"]])
        #expect(whole(snapshot["lastUpdateId"]) == 1004)
        bench.go(milliseconds: 350)
        let diffs = bench.events(socket).compactMap { $0["data"] as? [String: Any] }
        let last = try #require(diffs.last { $0["e"] as? String == "depthUpdate" })
        #expect(whole(last["U"]) == 1005 && whole(last["u"]) == 1007 && whole(last["pu"]) == 1004)
        #expect(last["b"] as? [[String]] == [["100.0", "0.000"], ["102.0", "1.000"]])
        #expect(last["a"] as? [[String]] == [["101.0", "0.000"]])
        // The price passed through nobody: nothing was traded, and a book that got lost is still shown.
        #expect(bench.text("/fapi/v1/trades?symbol=BTCUSDT") == "[]")
        #expect((bench.object("/fapi/v1/depth?symbol=BTCUSDT")["bids"] as? [[String]])?.first == ["102.0", "1.000"])
    }

    @Test func `recorded trades are told as they were, and the book waits for its own words`() {
        var bench = bench([
            (10, Self.depth(.buy, [(100, 5)], snapshot: true, first: true, last: false)),
            (10, Self.depth(.sell, [(101, 7)], snapshot: true, first: false, last: true)),
            (20, Self.trade(101, 3, sells: false)), (30, Self.trade(100, 2, sells: true)),
        ], .spot)
        bench.go(milliseconds: 100)
        let trades = bench.list("/api/v3/trades?symbol=BTCUSDT")
        #expect(trades.map { raw($0["price"]) } == [Price(101).raw, Price(100).raw])
        #expect(trades.map { raw($0["qty"]) } == [Quantity(3).raw, Quantity(2).raw])
        #expect(trades.map { whole($0["time"]) } == [day.milliseconds + 20, day.milliseconds + 30])
        #expect(trades.map { $0["isBuyerMaker"] as? Bool } == [false, true])
        let row = bench.rows("/api/v3/klines?symbol=BTCUSDT&interval=1m")[0]
        #expect(raw(row[1]) == Price(101).raw && raw(row[4]) == Price(100).raw && raw(row[5]) == Quantity(5).raw)
        #expect(raw(row[9]) == Quantity(3).raw)
        #expect((bench.object("/api/v3/depth?symbol=BTCUSDT")["asks"] as? [[String]])?.first?[1] == "7.00000000")
    }

    @Test func `a book is made up around trades where none was recorded, and candles come of the trades alone`() {
        let candle = Kline(
            SymbolID(0), .m1,
            Candle(
                openTime: day, closeTime: day + .minutes(1), open: Price(500), high: Price(500), low: Price(500),
                close: Price(500), volume: 1, quoteVolume: 500))
        var bench = bench([
            (1000, Self.trade(200, 3, sells: false)), (2000, Self.trade(201, 1, sells: false)),
            (60_000, .kline(candle)),
        ])
        bench.go(milliseconds: 70_000)
        let rows = bench.rows("/fapi/v1/klines?symbol=BTCUSDT&interval=1m")
        #expect(rows.count == 2 && raw(rows[0][2]) == Price(201).raw && raw(rows[0][5]) == Quantity(4).raw)
        let asks = bench.object("/fapi/v1/depth?symbol=BTCUSDT")["asks"] as? [[String]] ?? []
        #expect(asks.count == 50 && raw(asks[0][0]) == Price(201).raw)
    }

    /// Somebody's order in the market's book: the market's trades meet it by price and time.
    @Test func `an order that rests is met by the market's trades and quotes`() {
        var market = SymbolMarket(ListedSymbol(instrument(market: .spot)), MarketModel(), seed: 1)
        var news = MarketNews()
        market.begin(at: Price(100), day, &news)
        let mine = market.rest(LimitOrder(.buy, Quantity(2), at: Price(99), owner: BookOwner(5), tag: 1))
        news.clear(0, at: day)
        market.trade(ModelTrade(time: day, price: Price(98), quantity: Quantity(3), taker: .sell), &news)
        #expect(news.trades.contains { $0.price == Price(99) && $0.quantity == Quantity(2) })
        #expect(market.book[mine] == nil)
        let best = market.best
        #expect(best.map { $0.bid.price < $0.ask.price } == true)
    }
}
