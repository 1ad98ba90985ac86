import Exchanges
import Foundation
import Market
import Testing

@testable import ExchangeSimulator

/// Spot tells microseconds to whoever asks for them.
@Suite struct TimeUnitTests {
    private func bench(_ market: MarketKind = .spot) -> Bench {
        var bench = Bench(wandering(40, seed: 6), market)
        bench.go(milliseconds: 20 * 60_000 + 17)
        return bench
    }

    private func text(_ target: String, unit: String, _ bench: inout Bench) -> String {
        let header = [HTTPHeader("X-MBX-TIME-UNIT", unit)]
        bench.simulator.requested(
            ExchangeRequestID(1 << 40), HTTPRequest(.get, target, headers: header), at: bench.moment)
        for case .answer(_, let response) in bench.simulator.takeCommands() {
            return String(decoding: response.body, as: UTF8.self)
        }
        return "nothing"
    }

    /// All whole numbers as long as a moment; a candle's end is a unit before the next one's begin.
    private func moments(_ text: String, digits: Int) -> [Int64] {
        text.split { !$0.isNumber }.filter { $0.count == digits }.compactMap { Int64($0) }
    }

    @Test(arguments: ["time", "exchangeInfo", "trades?symbol=BTCUSDT", "aggTrades?symbol=BTCUSDT", "klines?symbol=BTCUSDT&interval=1m", "avgPrice?symbol=BTCUSDT", "ticker/24hr?symbol=BTCUSDT", "ticker?symbol=BTCUSDT", "ticker/tradingDay?symbol=BTCUSDT"])
    func `answers tell microseconds where a header wants them`(request: String) {
        var bench = bench()
        let target = "/api/v3/" + request
        let usual = bench.text(target)
        #expect(text(target, unit: "MILLISECOND", &bench) == usual)
        for unit in ["MICROSECOND", "microsecond"] {
            let fine = text(target, unit: unit, &bench)
            let times = moments(fine, digits: 16).map { $0 / 1000 }
            #expect(!times.isEmpty && times == moments(usual, digits: 13), "\(fine)")
            #expect(moments(fine, digits: 13).isEmpty)
        }
    }

    @Test func `another unit is refused on spot, and futures know none`() {
        var spot = bench()
        #expect(text("/api/v3/time", unit: "second", &spot) == #"{"code":-1194,"msg":"Invalid value for time unit; expected either MICROSECOND or MILLISECOND."}"#)
        #expect((try? spot.open("/ws?timeUnit=second")) == nil)
        var futures = bench(.um)
        #expect(text("/fapi/v1/time", unit: "MICROSECOND", &futures) == futures.text("/fapi/v1/time"))
    }

    @Test(arguments: ["trade", "aggTrade", "kline_1m", "kline_1s", "miniTicker", "ticker", "ticker_1h", "depth@100ms", "avgPrice"])
    func `each socket of a stream hears the unit that its address names`(stream: String) throws {
        var bench = bench()
        let usual = try bench.open("/ws/btcusdt@\(stream)")
        let fine = try bench.open("/ws/btcusdt@\(stream)?timeUnit=MICROSECOND")
        bench.go(milliseconds: 60_000)
        let (a, b) = (bench.heard[usual] ?? [], bench.heard[fine] ?? [])
        #expect(!a.isEmpty && a.count == b.count)
        for (a, b) in zip(a, b) {
            let times = moments(b, digits: 16).map { $0 / 1000 }
            #expect(!times.isEmpty && times == moments(a, digits: 13), "\(a) \(b)")
        }
        bench.say(#"{"method":"UNSUBSCRIBE","params":["btcusdt@\#(stream)"],"id":1}"#, on: fine)
        #expect(bench.simulator.streams[0].bySymbol[0].map(\.unit) == [.millisecond])
    }

    @Test func `requests on sockets do, too`() throws {
        var bench = bench()
        let socket = try bench.open("/ws-api/v3?timeUnit=MICROSECOND&returnRateLimits=false")
        bench.say(#"{"id":1,"method":"time"}"#, on: socket)
        let now = (day.milliseconds + 20 * 60_000 + 17) * 1000
        #expect(bench.heard[socket] == [#"{"id":1,"status":200,"result":{"serverTime":\#(now)}}"#])
    }
}
