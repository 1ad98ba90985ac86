import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import ExchangeSimulator

@Suite struct CandleTests {
    /// Whatever the candle: its trades' open, high, low, close and volume are its own.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `a candle's trades come to the candle exactly`(seed: UInt64) throws {
        let own = instrument(market: .um)
        for kline in wandering(50, seed: seed) {
            var path = CandlePath(kline.candle, own, trades: Int(seed % 70) + 1, seed: seed)
            guard let first = path.next() else {
                #expect(kline.volume == 0, "seed \(seed)")
                continue
            }
            var candle = ExchangeCandle(openTime: kline.openTime, price: .zero)
            var last = Timestamp.zero
            var next: ModelTrade? = first
            var id: Int64 = 1
            while let trade = next {
                // A volume of less lots than corners is traded in parts of lots.
                let isOnGrid = trade.quantity.isMultiple(of: own.stepSize) || kline.volume < 0.004
                #expect(trade.quantity.isPositive && isOnGrid, "seed \(seed)")
                #expect(trade.time >= last && trade.time >= kline.openTime && trade.time < kline.closeTime)
                last = trade.time
                candle.add(
                    PrintedTrade(
                        id: id, time: trade.time, price: trade.price, quantity: trade.quantity,
                        buyerIsMaker: trade.taker == .sell))
                id += 1
                next = path.next()
            }
            #expect(candle.open == kline.open && candle.close == kline.close, "seed \(seed)")
            #expect(candle.high == kline.high && candle.low == kline.low, "seed \(seed)")
            #expect(candle.volume == Volume(kline.volume), "seed \(seed)")
        }
    }

    @Test func `a volume of few lots is traded all the same, and a huge one too`() {
        for volume in [0.001, 0.00000007, 5e12] {
            let candle = Candle(
                openTime: day, closeTime: day + .minutes(1), open: Price(100), high: Price(103), low: Price(99),
                close: Price(101), volume: volume, quoteVolume: 0)
            var path = CandlePath(candle, instrument(market: .um), trades: 60, seed: 3)
            var total = Int128(0)
            var prices: [Price] = []
            while let trade = path.next() {
                total += Int128(trade.quantity.raw)
                prices.append(trade.price)
            }
            #expect(total == Volume(volume).raw)
            #expect(prices.first == Price(100) && prices.last == Price(101))
            #expect(prices.max() == Price(103) && prices.min() == Price(99))
        }
    }

    /// The candles that clients ask for, those that they hear, and those of the data are the same.
    @Test(arguments: [MarketKind.spot, .um])
    func `candles asked for are those heard and those of the data`(market: MarketKind) throws {
        let klines = wandering(11, seed: 5)
        var bench = Bench(klines, market)
        let path = market == .spot ? "/stream" : "/market/stream"
        let socket = try bench.open("\(path)?streams=btcusdt@kline_1m/btcusdt@kline_5m/btcusdt@aggTrade")
        bench.go(milliseconds: 10 * 60_000)
        let events = bench.events(socket)
        var closed: [String: [[String: Any]]] = [:]
        for event in events {
            guard let data = event["data"] as? [String: Any], let candle = data["k"] as? [String: Any],
                candle["x"] as? Bool == true
            else { continue }
            closed[candle["i"] as? String ?? "", default: []].append(candle)
        }
        let prefix = market == .spot ? "/api/v3" : "/fapi/v1"
        for (interval, count, minutes) in [("1m", 10, 1), ("5m", 2, 5)] {
            let rows = bench.rows("\(prefix)/klines?symbol=BTCUSDT&interval=\(interval)&limit=1000")
            #expect(closed[interval]?.count == count && rows.count == count + 1)
            for (place, candle) in (closed[interval] ?? []).enumerated() {
                let row = rows[place]
                #expect(whole(row[0]) == whole(candle["t"]) && whole(row[6]) == whole(candle["T"]))
                for (column, key) in [(1, "o"), (2, "h"), (3, "l"), (4, "c"), (5, "v"), (7, "q"), (9, "V"), (10, "Q")] {
                    #expect(row[column] as? String == candle[key] as? String, "\(interval) \(place) \(key)")
                }
                let own = klines[place * minutes..<(place + 1) * minutes]
                #expect(raw(row[1]) == own.first?.open.raw && raw(row[4]) == own.last?.close.raw)
                #expect(raw(row[2]) == own.map(\.high).max()?.raw && raw(row[3]) == own.map(\.low).min()?.raw)
                let volume = own.reduce(Int128(0)) { $0 + Volume($1.volume).raw }
                #expect(Int128(raw(row[5])) == volume)
            }
        }
        // And the trades heard come to them, too.
        let heard = events.compactMap { $0["data"] as? [String: Any] }.filter { $0["e"] as? String == "aggTrade" }
        let volume = heard.reduce(Int128(0)) { $0 + Int128(raw($1["q"])) }
        let inCandles = klines[..<10].reduce(Int128(0)) { $0 + Volume($1.volume).raw }
        let rest = bench.simulator.venues[0].symbols[0].candles.current?.volume.raw ?? 0
        #expect(volume == inCandles + rest)
    }

    @Test func `a perpetual contract's candles are its pair's`() throws {
        var bench = Bench(wandering(11, seed: 5), .um)
        let pair = try bench.open("/market/ws/btcusdt@kline_1m")
        let contract = try bench.open("/market/ws/btcusdt_perpetual@continuousKline_1m")
        let none = try bench.open("/market/ws/btcusdt@continuousKline_1m/btcusdt_current_quarter@continuousKline_1m/btcusdt_perpetual@kline_1m")
        bench.go(milliseconds: 5 * 60_000)
        let (own, told) = (bench.events(pair), bench.events(contract))
        #expect(own.count == told.count && told.count > 100 && bench.events(none).isEmpty)
        for (event, other) in zip(told, own) {
            #expect(event["e"] as? String == "continuous_kline" && event["ps"] as? String == "BTCUSDT")
            #expect(event["ct"] as? String == "PERPETUAL" && event["s"] == nil && whole(event["E"]) == whole(other["E"]))
            let (candle, known) = (event["k"] as? [String: Any] ?? [:], other["k"] as? [String: Any] ?? [:])
            #expect(candle.count == 16 && candle["s"] == nil)
            for key in candle.keys { #expect("\(candle[key] ?? "")" == "\(known[key] ?? "nothing")", "\(key)") }
        }
    }

    @Test func `months and weeks begin where the calendar says`() {
        func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }
        let may = at(1_746_057_600_000)
        #expect(KlineInterval.month.start(of: day) == may)
        #expect(KlineInterval.month.end(of: may) == at(1_748_736_000_000))
        // 2024-02-29, and the month after it; and over a year's end.
        #expect(KlineInterval.month.start(of: at(1_709_200_000_000)) == at(1_706_745_600_000))
        #expect(KlineInterval.month.end(of: at(1_706_745_600_000)) == at(1_709_251_200_000))
        #expect(KlineInterval.month.end(of: at(1_733_011_200_000)) == at(1_735_689_600_000))
        #expect(KlineInterval.w1.start(of: day) == at(1_746_403_200_000))
        #expect(KlineInterval.d1.start(of: day, offset: .hours(8)) == day - .hours(8))
    }
}
