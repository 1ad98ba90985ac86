import Configuration
@testable import FeedHandler
import Market
import Messages
import Stages
import TestSupport
import Testing

/// Candles of data that has none: built of trades, else of quotes.
@Suite struct BuiltCandleTests {
    private static let start = Timestamp(milliseconds: 1_746_372_780_000)

    /// The feed handler, and whoever keeps its timers.
    private struct Desk {
        var stage: FeedHandlerStage
        private var timer = Timestamp.never
        private(set) var candles: [Kline] = []
        private var count: Int64 = 0

        init(_ settings: Settings = .standard) { stage = FeedHandlerStage(settings: settings) }

        mutating func trade(_ seconds: Double, _ price: Double, _ quantity: Double = 1) {
            var trade = Trade()
            trade.symbol = SymbolID(0)
            count += 1
            trade.tradeID = count
            trade.price = Price(price) ?? .zero
            trade.quantity = Quantity(quantity) ?? .zero
            hear(.trade(trade), seconds)
        }

        mutating func quote(_ seconds: Double, _ bid: Double, _ ask: Double, size: Double = 2) {
            var ticker = Ticker()
            ticker.symbol = SymbolID(0)
            ticker.bid = Price(bid) ?? .absent
            ticker.ask = Price(ask) ?? .absent
            ticker.bidQuantity = Quantity(size) ?? .absent
            ticker.askQuantity = Quantity(size) ?? .absent
            hear(.ticker(ticker), seconds)
        }

        mutating func kline(_ minute: Int64, _ interval: Timeframe = .m1) {
            var kline = Kline()
            kline.interval = interval
            (kline.symbol, kline.openTime) = (SymbolID(0), BuiltCandleTests.start + .minutes(minute))
            kline.closeTime = kline.openTime + .minutes(1)
            (kline.open, kline.high, kline.low, kline.close) = (Price(7), Price(7), Price(7), Price(7))
            hear(.kline(kline), Double(minute + 1) * 60 + 0.1)
        }

        /// Time goes on without data.
        mutating func wait(until seconds: Double) {
            let time = BuiltCandleTests.start + .milliseconds(Int64(seconds * 1000))
            while timer <= time {
                let due = timer
                timer = .never
                take(stage.effects(of: Envelope(.woken(TimerID(FeedHandlerStage.minuteTimer)), at: due)))
            }
        }

        private mutating func hear(_ message: Message, _ seconds: Double) {
            wait(until: seconds)
            take(stage.effects(of: Envelope(.message(message), at: BuiltCandleTests.start + .milliseconds(Int64(seconds * 1000)))))
        }

        private mutating func take(_ effects: Effects) {
            for effect in effects.list {
                if case .wake(let id, let time) = effect, id == TimerID(FeedHandlerStage.minuteTimer) { timer = time }
                if case .publish(.kline(let kline), _) = effect { candles.append(kline) }
            }
        }
    }

    @Test func `a minute of trades is a candle at its end, and the first, which nobody saw begin, is none`() {
        var desk = Desk()
        desk.trade(20, 100)
        for (second, price) in [(61.0, 101.0), (80, 99), (90, 103), (119.9, 102)] { desk.trade(second, price, 0.5) }
        #expect(desk.candles.isEmpty)
        desk.wait(until: 120)
        #expect(desk.candles.count == 1)
        let candle = desk.candles[0]
        #expect(candle.openTime == Self.start + .minutes(1) && candle.closeTime == Self.start + .minutes(2))
        #expect([candle.open, candle.high, candle.low, candle.close] == [101, 103, 99, 102].map { Price($0) })
        #expect(candle.volume == 2 && candle.quoteVolume == 0.5 * 405 && candle.origin == .trades && candle.interval == .m1)
    }

    @Test func `a minute without a trade is flat, three of silence are a hole, and the next whole one goes on`() {
        var desk = Desk()
        desk.trade(0, 100)
        desk.trade(65, 101)
        desk.trade(200, 104)
        desk.wait(until: 240)
        #expect(desk.candles.map(\.close) == [101, 101, 104].map { Price($0) })
        #expect(desk.candles[1].open == Price(101) && desk.candles[1].volume == 0)
        desk.wait(until: 900)
        // Three minutes after 200 s is 380 s: the minute that ends at 360 s is the last.
        #expect(desk.candles.last?.closeTime == Self.start + .minutes(6))
        let before = desk.candles.count
        desk.trade(910, 90)
        desk.trade(970, 91)
        desk.wait(until: 1020)
        #expect(desk.candles.count == before + 1 && desk.candles.last?.openTime == Self.start + .minutes(16))
        #expect(desk.stage.feeds[0].gaps == 1)
    }

    @Test(arguments: [(2, 5), (3, 6), (10, 13)]) func `how long silence is flat follows the setting`(minutes: Int64, last: Int64) {
        var settings = Settings.standard
        settings.feed.klineStaleAfter = .minutes(minutes)
        var desk = Desk(settings)
        desk.trade(0, 100)
        desk.trade(200, 104)
        desk.wait(until: 3000)
        #expect(desk.candles.last?.closeTime == Self.start + .minutes(last))
    }

    @Test func `where trades end and quotes go on, minutes are built of quotes, and of trades again when they return`() {
        var desk = Desk()
        for second in stride(from: 0.0, to: 120, by: 20) { desk.trade(second, 100) }
        for second in stride(from: 121.0, to: 900, by: 5) { desk.quote(second, 99, 103) }
        desk.wait(until: 900)
        let quoted = desk.candles.filter { $0.origin == .quotes }
        #expect(quoted.map(\.close) == Array(repeating: Price(101), count: 9))
        #expect(desk.stage.feeds[0].gaps == 1, "what lies between is a hole")
        desk.trade(905, 100)
        desk.trade(965, 102)
        desk.wait(until: 1020)
        #expect(desk.candles.last?.origin == .trades && desk.candles.last?.openTime == Self.start + .minutes(16))
    }

    @Test func `candles of an hour are none of a minute`() {
        var desk = Desk()
        desk.trade(10, 100)
        desk.kline(0, .h1)
        desk.trade(70, 101)
        desk.wait(until: 120)
        #expect(desk.candles.map(\.interval) == [.h1, .m1])
    }

    @Test func `where candles come by themselves none is built`() {
        var desk = Desk()
        desk.trade(10, 100)
        desk.trade(50, 100)
        desk.kline(0)
        for second in stride(from: 61.0, to: 600, by: 7) { desk.trade(second, 100) }
        desk.wait(until: 900)
        #expect(desk.candles.count == 1 && desk.candles[0].origin == .exchange)
    }

    @Test func `without trades the middle of the quotes is the price, and what stands at the best is the volume`() {
        var desk = Desk()
        desk.quote(30, 99, 101)
        desk.quote(70, 100, 102)
        desk.quote(100, 102, 106, size: 3)
        desk.wait(until: 120)
        #expect(desk.candles.map(\.close) == [Price(104)] && desk.candles[0].open == Price(101))
        #expect(desk.candles[0].volume == 3 && desk.candles[0].quoteVolume == 312 && desk.candles[0].origin == .quotes)
        // The minute in which trades begin is of neither.
        desk.trade(130, 103)
        desk.quote(190, 1, 3)
        desk.trade(200, 105)
        desk.wait(until: 240)
        #expect(desk.candles.count == 2 && desk.candles[1].openTime == Self.start + .minutes(3))
        #expect(desk.candles[1].close == Price(105) && desk.candles[1].low == Price(105))
    }

    @Test(arguments: 0..<50) func `whatever the trades, the candles are those of a plain sum over them`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (desk, second) = (Desk(), Double.random(in: 0..<60, using: &random))
        var minutes: [Int64: [(price: Double, quantity: Double)]] = [:]
        var saved = Desk()
        for number in 0..<400 {
            let price = Double(Int.random(in: 9_000...11_000, using: &random)) / 100
            let quantity = Double(Int.random(in: 1...1000, using: &random)) / 1000
            desk.trade(second, price, quantity)
            minutes[Int64(second / 60), default: []].append((price, quantity))
            second += Double.random(in: 0...20, using: &random) * (number % 40 == 0 ? 6 : 1)
            if number == 200 { saved = desk }
        }
        let end = (second / 60).rounded(.down) * 60
        desk.wait(until: end)
        let first = minutes.keys.min() ?? 0
        for candle in desk.candles {
            let trades = minutes[(candle.openTime - Self.start).nanoseconds / 60_000_000_000] ?? []
            #expect(candle.volume == trades.reduce(0) { $0 + $1.quantity }, "seed \(seed)")
            guard let last = trades.last else { continue }
            #expect(candle.close == Price(last.price) && candle.open == Price(trades[0].price), "seed \(seed)")
            #expect(candle.high == trades.map(\.price).max().flatMap { Price($0) }, "seed \(seed)")
            #expect(candle.low == trades.map(\.price).min().flatMap { Price($0) }, "seed \(seed)")
        }
        #expect(desk.candles.first?.openTime == Self.start + .minutes(first + 1), "seed \(seed)")
        #expect(desk.candles.count == Int(Int64(end / 60) - first - 1), "each minute once, seed \(seed)")
        var writer = StateWriter()
        saved.stage.save(into: &writer)
        var (other, reader) = (FeedHandlerStage(settings: .standard), StateReader(writer.bytes))
        #expect(throws: Never.self) { try other.restore(from: &reader) }
        var again = StateWriter()
        other.save(into: &again)
        #expect(again.bytes == writer.bytes)
    }
}
