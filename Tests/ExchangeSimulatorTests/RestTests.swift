import Exchanges
import Foundation
import Market
import Messages
import TestSupport
import Testing

@testable import ExchangeSimulator

@Suite struct RestTests {
    private static let names = ["BTC/USDT", "ETH/USDT"]

    private func bench(_ market: MarketKind) -> Bench {
        let klines = (0..<2).flatMap { wandering(30, seed: 2, symbol: $0) }.sorted {
            ($0.closeTime, $0.symbol) < ($1.closeTime, $1.symbol)
        }
        let history = wandering(300, seed: 8, from: day - .minutes(300))
        var bench = Bench(klines, market, names: Self.names, history: history)
        bench.go(milliseconds: 20 * 60_000 + 17)
        return bench
    }

    private static let refusals: [(MarketKind, String, Int, String)] = [
        (.spot, "/api/v3/depth", 400, #"{"code":-1102,"msg":"Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."}"#),
        (.spot, "/api/v3/depth?symbol=", 400, #"{"code":-1105,"msg":"Parameter 'symbol' was empty."}"#),
        (.spot, "/api/v3/depth?symbol=btcusdt", 400, #"{"code":-1100,"msg":"Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'."}"#),
        (.spot, "/api/v3/depth?symbol=ABC", 400, #"{"code":-1121,"msg":"Invalid symbol."}"#),
        (.spot, "/api/v3/depth?symbol=BTCUSDT&limit=x", 400, #"{"code":-1100,"msg":"Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'."}"#),
        (.spot, "/api/v3/klines?symbol=BTCUSDT", 400, #"{"code":-1102,"msg":"Mandatory parameter 'interval' was not sent, was empty/null, or malformed."}"#),
        (.spot, "/api/v3/klines?symbol=BTCUSDT&interval=2m", 400, #"{"code":-1120,"msg":"Invalid interval."}"#),
        (.spot, "/api/v3/ticker/price?symbol=BTCUSDT&symbols=%5B%22ETHUSDT%22%5D", 400, #"{"code":-1128,"msg":"Combination of optional parameters invalid."}"#),
        (.spot, "/api/v3/ticker", 400, #"{"code":-1102,"msg":"Param 'symbol' or 'symbols' must be sent, but both were empty/null!"}"#),
        (.spot, "/api/v3/account", 401, #"{"code":-2014,"msg":"API-key format invalid."}"#),
        (.um, "/fapi/v1/klines?symbol=BTCUSDT&interval=1s", 400, #"{"code":-1120,"msg":"Invalid interval."}"#),
        (.um, "/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1501", 400, #"{"code":-1130,"msg":"Data sent for parameter 'limit' is not valid."}"#),
        (.um, "/fapi/v1/depth?symbol=BTCUSDT&limit=3", 400, #"{"code":-4021,"msg":"3 is not valid depth limit"}"#),
        (.um, "/fapi/v1/depth?symbol=BTCUSDT&limit=1500", 400, #"{"code":-1130,"msg":"Data sent for parameter 'limit' is not valid."}"#),
        (.um, "/fapi/v1/nothing", 404, #"{"code":-5000,"msg":"Path /fapi/v1/nothing, Method GET is invalid"}"#),
        (.um, "/api/v3/time", 404, #"{"code":-5000,"msg":"Path /api/v3/time, Method GET is invalid"}"#),
        (.um, "/fapi/v3/positionRisk", 401, #"{"code":-2014,"msg":"API-key format invalid."}"#),
    ]

    @Test(arguments: refusals.indices)
    func `what can't be done is refused in the exchange's words`(index: Int) throws {
        let (market, target, status, body) = Self.refusals[index]
        var bench = bench(market)
        let answer = try bench.asked(target)
        #expect(answer.status == status, "\(target)")
        #expect(String(decoding: answer.response.body, as: UTF8.self) == body, "\(target)")
        #expect(answer.response.header("content-type")?.hasPrefix("application/json") == true)
    }

    @Test func `an account is refused for an unknown key, and what was taken away is gone`() throws {
        var bench = bench(.spot)
        let key = String(repeating: "aB3", count: 21) + "z"
        let unknown = try bench.asked("/api/v3/openOrders", key: key)
        #expect(unknown.status == 401)
        #expect(String(decoding: unknown.response.body, as: UTF8.self).contains("-2015"))
        try bench.expect("/api/v3/userDataStream", .post, status: 410)
        for (path, body) in [("/sapi/v1/capital/config/getall", "[]"), ("/sapi/v1/system/status", #"{"status":0,"msg":"normal"}"#), ("/dapi/v1/exchangeInfo", #"{"symbols":[]}"#)] {
            #expect(bench.text(path) == body)
        }
    }

    /// A client that starts asks for these and reads all of their members.
    @Test func `exchangeInfo tells each pair with its filters`() throws {
        var bench = bench(.spot)
        let all = bench.object("/api/v3/exchangeInfo")
        let symbols = try #require(all["symbols"] as? [[String: Any]])
        #expect(symbols.map { $0["symbol"] as? String } == ["BTCUSDT", "ETHUSDT"])
        let filters = try #require(symbols[0]["filters"] as? [[String: Any]])
        func filter(_ name: String) -> [String: Any] { filters.first { $0["filterType"] as? String == name } ?? [:] }
        #expect(filter("PRICE_FILTER")["tickSize"] as? String == "0.10000000")
        #expect(filter("LOT_SIZE")["stepSize"] as? String == "0.00100000")
        #expect(filter("NOTIONAL")["minNotional"] as? String == "5.00000000")
        #expect(filters.count == 11)
        for (query, count) in [("symbol=ETHUSDT", 1), ("symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D", 2), ("permissions=SPOT", 2), ("permissions=LEVERAGED", 0), ("symbolStatus=HALT", 0)] {
            let some = bench.object("/api/v3/exchangeInfo?\(query)")
            #expect((some["symbols"] as? [Any])?.count == count, "\(query)")
        }
        var futures = self.bench(.um)
        let listed = futures.object("/fapi/v1/exchangeInfo")
        let contract = try #require((listed["symbols"] as? [[String: Any]])?.first)
        #expect(contract["contractType"] as? String == "PERPETUAL" && contract["marginAsset"] as? String == "USDT")
        let own = try #require(contract["filters"] as? [[String: Any]])
        #expect(own.first?["tickSize"] as? String == "0.1")
        #expect(own.contains { $0["notional"] as? String == "5" })
    }

    @Test(arguments: [MarketKind.spot, .um])
    func `times and limits choose the candles that are told`(market: MarketKind) {
        var bench = bench(market)
        let path = (market == .spot ? "/api/v3" : "/fapi/v1") + "/klines?symbol=BTCUSDT&interval="
        func times(_ query: String) -> [Int64] { bench.rows(path + query).map { whole($0[0]) } }
        let minute: Int64 = 60_000
        let now = day.milliseconds + 20 * minute
        #expect(times("1m&limit=3") == [now - 2 * minute, now - minute, now])
        #expect(times("1m&startTime=\(now - 5 * minute)&limit=2") == [now - 5 * minute, now - 4 * minute])
        #expect(times("1m&startTime=\(now - 5 * minute + 1)&limit=1") == [now - 4 * minute])
        #expect(times("1m&endTime=\(now - 5 * minute)&limit=2") == [now - 6 * minute, now - 5 * minute])
        #expect(times("5m&startTime=\(day.milliseconds)&endTime=\(now)").count == 5)
        #expect(times("1m&limit=1000").count == 321)
        #expect(times("1d").count == 2 && times("1M").count == 1)
        #expect(times("1m&startTime=\(now + minute)").isEmpty)
    }

    /// A day's figures are those of its candles.
    @Test(arguments: [MarketKind.spot, .um])
    func `statistics of a day are those of its candles`(market: MarketKind) throws {
        var bench = bench(market)
        let prefix = market == .spot ? "/api/v3" : "/fapi/v1"
        let ticker = bench.object("\(prefix)/ticker/24hr?symbol=BTCUSDT")
        let rows = bench.rows("\(prefix)/klines?symbol=BTCUSDT&interval=1m&limit=1000")
        #expect(raw(ticker["openPrice"]) == raw(rows.first?[1]) && raw(ticker["lastPrice"]) == raw(rows.last?[4]))
        #expect(raw(ticker["highPrice"]) == rows.map { raw($0[2]) }.max())
        #expect(raw(ticker["lowPrice"]) == rows.map { raw($0[3]) }.min())
        #expect(raw(ticker["volume"]) == rows.reduce(Int64(0)) { $0 + raw($1[5]) })
        #expect(whole(ticker["count"]) == rows.reduce(Int64(0)) { $0 + whole($1[8]) })
        #expect((ticker["bidPrice"] != nil) == (market == .spot))
        let book = bench.object("\(prefix)/ticker/bookTicker?symbol=BTCUSDT")
        let depth = bench.object("\(prefix)/depth?symbol=BTCUSDT&limit=5")
        let bids = try #require(depth["bids"] as? [[String]])
        #expect(bids.count == 5 && book["bidPrice"] as? String == bids[0][0] && book["bidQty"] as? String == bids[0][1])
        #expect((bench.json("\(prefix)/ticker/24hr") as? [Any])?.count == 2)
        let price = bench.object("\(prefix)/ticker/price?symbol=BTCUSDT")
        #expect(price["price"] as? String == ticker["lastPrice"] as? String)
    }

    @Test func `trades and aggregates are told by their ids and times`() throws {
        var bench = bench(.spot)
        let trades = bench.list("/api/v3/trades?symbol=BTCUSDT&limit=10")
        let ids = trades.map { whole($0["id"]) }
        #expect(ids.count == 10 && ids == ids.sorted())
        let old = bench.list("/api/v3/historicalTrades?symbol=BTCUSDT&fromId=\(ids[3])&limit=3")
        #expect(old.map { whole($0["id"]) } == Array(ids[3...5]))
        let time = whole(trades[4]["time"])
        let aggregates = bench.list("/api/v3/aggTrades?symbol=BTCUSDT&startTime=\(time)&endTime=\(time)")
        #expect(aggregates.count == 1 && whole(aggregates[0]["f"]) == ids[4] && whole(aggregates[0]["l"]) == ids[4])
    }

    @Test func `futures tell mark, funding and open interest`() throws {
        var bench = bench(.um)
        let premium = bench.object("/fapi/v1/premiumIndex?symbol=BTCUSDT")
        #expect(whole(premium["nextFundingTime"]) == (day + .hours(8)).milliseconds && raw(premium["markPrice"]) > 0)
        let funding = bench.list("/fapi/v1/fundingRate?symbol=BTCUSDT")
        #expect(funding.map { whole($0["fundingTime"]) } == [day.milliseconds])
        #expect(bench.text("/fapi/v1/fundingInfo") == "[]")
        #expect(raw(bench.object("/fapi/v1/openInterest?symbol=BTCUSDT")["openInterest"]) > 0)
        #expect(bench.rows("/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=1m&limit=2").map { raw($0[5]) } == [0, 0])
        #expect(bench.rows("/fapi/v1/continuousKlines?pair=BTCUSDT&contractType=PERPETUAL&interval=1m&limit=2").count == 2)
    }

    @Test func `weight is counted by the minute, refused, and a client that goes on is banned`() throws {
        var bench = bench(.um)
        bench.go(milliseconds: 60_000)
        let first = try bench.asked("/fapi/v1/time")
        #expect(first.response.header("x-mbx-used-weight-1m") == "1")
        for _ in 0..<119 { _ = bench.ask("/fapi/v1/depth?symbol=BTCUSDT&limit=1000") }
        let last = try bench.asked("/fapi/v1/depth?symbol=BTCUSDT&limit=1000")
        #expect(last.status == 429 && last.response.header("x-mbx-used-weight-1m") == "2401")
        #expect(last.response.header("retry-after") == "60")
        #expect(
            String(decoding: last.response.body, as: UTF8.self)
                == #"{"code":-1003,"msg":"Too much request weight used; current limit is 2400 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API."}"#)
        bench.go(milliseconds: 60_000)
        try bench.expect("/fapi/v1/time", status: 200)
        for _ in 0..<2500 { _ = bench.ask("/fapi/v1/time") }
        let banned = try bench.asked("/fapi/v1/time")
        #expect(banned.status == 418 && banned.response.header("retry-after") == "120")
        #expect(String(decoding: banned.response.body, as: UTF8.self).contains("IP banned until "))
        bench.go(milliseconds: 119_000)
        try bench.expect("/fapi/v1/time", status: 418)
        bench.go(milliseconds: 1000)
        try bench.expect("/fapi/v1/time", status: 200)
    }
}
