import Exchanges
import Foundation
import Market
import TestSupport
import Testing

@testable import ExchangeSimulator

/// The WebSocket API: REST's answers on a socket.
@Suite struct CallTests {
    private static let address = ["/ws-api/v3", "/ws-fapi/v1"]

    private func bench(_ market: MarketKind) -> Bench {
        var bench = Bench(wandering(40, seed: 6), market)
        bench.go(milliseconds: 20 * 60_000 + 17)
        return bench
    }

    private func answer(_ call: String, on socket: UInt64, _ bench: inout Bench) -> String {
        bench.heard[socket] = []
        bench.say(call, on: socket)
        return bench.heard[socket]?.first ?? "nothing"
    }

    private static let same: [(MarketKind, String, String, String)] = [
        (.spot, "ping", "{}", "/api/v3/ping"), (.spot, "time", "{}", "/api/v3/time"),
        (.spot, "v3/exchangeInfo", #"{"symbols":["BTCUSDT"]}"#, "/api/v3/exchangeInfo?symbols=[%22BTCUSDT%22]"),
        (.spot, "depth", #"{"symbol":"BTCUSDT","limit":5}"#, "/api/v3/depth?symbol=BTCUSDT&limit=5"),
        (.spot, "trades.recent", #"{"symbol":"BTCUSDT"}"#, "/api/v3/trades?symbol=BTCUSDT"),
        (.spot, "trades.historical", #"{"symbol":"BTCUSDT","fromId":"3"}"#, "/api/v3/historicalTrades?symbol=BTCUSDT&fromId=3"),
        (.spot, "trades.aggregate", #"{"symbol":"BTCUSDT"}"#, "/api/v3/aggTrades?symbol=BTCUSDT"),
        (.spot, "klines", #"{"symbol":"BTCUSDT","interval":"1m"}"#, "/api/v3/klines?symbol=BTCUSDT&interval=1m"),
        (.spot, "uiKlines", #"{"symbol":"BTCUSDT","interval":"5m"}"#, "/api/v3/uiKlines?symbol=BTCUSDT&interval=5m"),
        (.spot, "avgPrice", #"{"symbol":"BTCUSDT"}"#, "/api/v3/avgPrice?symbol=BTCUSDT"),
        (.spot, "ticker.24hr", "{}", "/api/v3/ticker/24hr"),
        (.spot, "ticker.tradingDay", #"{"symbol":"BTCUSDT"}"#, "/api/v3/ticker/tradingDay?symbol=BTCUSDT"),
        (.spot, "ticker", #"{"symbol":"BTCUSDT","windowSize":"1h"}"#, "/api/v3/ticker?symbol=BTCUSDT&windowSize=1h"),
        (.spot, "ticker.price", "null", "/api/v3/ticker/price"),
        (.spot, "ticker.book", #"{"symbol":"BTCUSDT"}"#, "/api/v3/ticker/bookTicker?symbol=BTCUSDT"),
        (.um, "depth", #"{"symbol":"BTCUSDT"}"#, "/fapi/v1/depth?symbol=BTCUSDT"),
        (.um, "ticker.price", "{}", "/fapi/v1/ticker/price"),
        (.um, "ticker.book", #"{"symbol":"BTCUSDT"}"#, "/fapi/v1/ticker/bookTicker?symbol=BTCUSDT"),
    ]

    @Test(arguments: same.indices)
    func `a method is answered as the REST request`(index: Int) throws {
        let (market, method, parameters, target) = Self.same[index]
        var bench = bench(market)
        let socket = try bench.open(Self.address[market == .spot ? 0 : 1] + "?returnRateLimits=false")
        let said = answer(#"{"id":"a-1","method":"\#(method)","params":\#(parameters)}"#, on: socket, &bench)
        #expect(said == #"{"id":"a-1","status":200,"result":\#(bench.text(target))}"#)
    }

    private static let refusals: [(MarketKind, String, String)] = [
        (.spot, "{", #"{"id":null,"status":400,"error":{"code":-1135,"msg":"Invalid JSON Request"}}"#),
        (.spot, "[]", #"{"id":null,"status":400,"error":{"code":-1135,"msg":"Invalid JSON Request"}}"#),
        (.spot, #"{"id":[1],"method":"ping"}"#, #"{"id":null,"status":400,"error":{"code":-1130,"msg":"Data sent for parameter 'id' is not valid."}}"#),
        (.spot, #"{"id":1}"#, #"{"id":1,"status":400,"error":{"code":-1102,"msg":"Mandatory parameter 'method' was not sent, was empty/null, or malformed."}}"#),
        (.spot, #"{"id":1,"method":"ping","params":7}"#, #"{"id":1,"status":400,"error":{"code":-1130,"msg":"Data sent for parameter 'params' is not valid."}}"#),
        (.spot, #"{"id":1,"method":"depth","params":{"symbol":{}}}"#, #"{"id":1,"status":400,"error":{"code":-1130,"msg":"Data sent for parameter 'symbol' is not valid."}}"#),
        (.spot, #"{"id":1,"method":"exchangeInfo","params":{"symbols":["BTCUSDT",1]}}"#, #"{"id":1,"status":400,"error":{"code":-1130,"msg":"Data sent for parameter 'symbols' is not valid."}}"#),
        (.spot, #"{"id":2,"method":"depth","params":{"symbol":"ABC"}}"#, #"{"id":2,"status":400,"error":{"code":-1121,"msg":"Invalid symbol."}}"#),
        (.spot, #"{"id":2,"method":"jump"}"#, #"{"id":2,"status":400,"error":{"code":-1020,"msg":"This operation is not supported."}}"#),
        (.spot, #"{"id":2,"method":"userDataStream.start"}"#, #"{"id":2,"status":410,"error":{"code":-1020,"msg":"This operation is not supported."}}"#),
        (.spot, #"{"id":3,"method":"order.place"}"#, #"{"id":3,"status":401,"error":{"code":-2014,"msg":"API-key format invalid."}}"#),
        (.um, #"{"id":3,"method":"v2/account.balance","params":{"apiKey":"\#(String(repeating: "k", count: 64))"}}"#, #"{"id":3,"status":401,"error":{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}}"#),
        (.um, #"{"id":3,"method":"klines","params":{"symbol":"BTCUSDT"}}"#, #"{"id":3,"status":400,"error":{"code":-1020,"msg":"This operation is not supported."}}"#),
    ]

    @Test(arguments: refusals.indices)
    func `what can't be done is refused in the exchange's words`(index: Int) throws {
        let (market, call, refusal) = Self.refusals[index]
        var bench = bench(market)
        let socket = try bench.open(Self.address[market == .spot ? 0 : 1] + "?returnRateLimits=false")
        #expect(answer(call, on: socket, &bench) == refusal)
    }

    @Test func `an answer tells what the minute has cost, unless it is not to`() throws {
        let limits = #","rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000,"count":"#
        var bench = bench(.spot)
        // Two for the socket, five and one for the requests.
        let socket = try bench.open("/ws-api/v3")
        let depth = answer(#"{"id":1,"method":"depth","params":{"symbol":"BTCUSDT"}}"#, on: socket, &bench)
        #expect(depth.hasSuffix(limits + "7}]}"), "\(depth)")
        #expect(answer(#"{"id":1,"method":"ping"}"#, on: socket, &bench) == #"{"id":1,"status":200,"result":{}\#(limits)8}]}"#)
        for silent in [#""params":{"returnRateLimits":false}"#, #""returnRateLimits":false"#] {
            let said = answer(#"{"id":1,"method":"ping",\#(silent)}"#, on: socket, &bench)
            #expect(said == #"{"id":1,"status":200,"result":{}}"#)
        }
        let quiet = try bench.open("/ws-api/v3?returnRateLimits=false")
        let loud = answer(#"{"id":1,"method":"ping","params":{"returnRateLimits":true}}"#, on: quiet, &bench)
        #expect(loud.hasSuffix(limits + "13}]}"), "\(loud)")
        let rest = try bench.asked("/api/v3/ping")
        #expect(rest.response.header("X-MBX-USED-WEIGHT-1M") == "14")
    }

    @Test func `futures count what is asked on sockets apart`() throws {
        var bench = bench(.um)
        let socket = try bench.open("/ws-fapi/v1")
        let said = answer(#"{"id":1,"method":"ticker.book","params":{"symbol":"BTCUSDT"}}"#, on: socket, &bench)
        #expect(said.hasSuffix(#""limit":2400,"count":7}]}"#), "\(said)")
        #expect(try bench.asked("/fapi/v1/ping").response.header("X-MBX-USED-WEIGHT-1M") == "1")
    }

    @Test func `who asks too much is told how long to wait, and may send as many messages as it likes`() throws {
        var bench = bench(.spot)
        let socket = try bench.open("/ws-api/v3?returnRateLimits=false")
        for _ in 0..<20 { _ = answer(#"{"id":1,"method":"ping"}"#, on: socket, &bench) }
        #expect(bench.commands.allSatisfy { if case .close = $0 { false } else { true } })
        _ = bench.text("/sim/fault/429", .post)
        let said = answer(#"{"id":9,"method":"ping"}"#, on: socket, &bench)
        let now = day.milliseconds + 20 * 60_000 + 17
        #expect(said.hasPrefix(#"{"id":9,"status":429,"error":{"code":-1003,"msg":"Too much request weight used;"#), "\(said)")
        #expect(said.hasSuffix(#""data":{"serverTime":\#(now),"retryAfter":\#(now + 60_000)}}}"#), "\(said)")
    }

    @Test func `faults reach requests on sockets, too`() throws {
        var bench = bench(.spot)
        let socket = try bench.open("/ws-api/v3?returnRateLimits=false")
        let ping = #"{"id":1,"method":"ping"}"#
        _ = bench.text("/sim/fault/status?status=503&at=/ws-api/v3/ping", .post)
        #expect(answer(ping, on: socket, &bench).hasPrefix(#"{"id":1,"status":503,"error":{"code":-1001"#))
        _ = bench.text("/sim/fault/late?ms=2000&at=/ws-api", .post)
        #expect(answer(ping, on: socket, &bench) == "nothing")
        bench.go(milliseconds: 2000)
        #expect(bench.heard[socket] == [#"{"id":1,"status":200,"result":{}}"#])
        _ = bench.text("/sim/fault/shutdown?ms=1000", .post)
        #expect(bench.heard[socket]?.last == #"{"event":{"e":"serverShutdown","E":\#(day.milliseconds + 20 * 60_000 + 2017)}}"#)
        let other = try bench.open("/ws-api/v3")
        _ = bench.text("/sim/fault/drop?at=ping", .post)
        #expect(answer(ping, on: other, &bench) == "nothing")
        #expect(bench.commands.contains(.cut(ConnectionID(other))))
    }
}
