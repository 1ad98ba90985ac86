import Exchanges
import Foundation
import Market
import Messages
import Testing

@testable import ExchangeSimulator

@Suite struct SessionTests {
    private func bench() -> Bench {
        var bench = Bench(
            wandering(60, seed: 3), .spot, history: wandering(10, seed: 8, from: day - .minutes(10)),
            accounts: [Trader.one.terms(), Trader.two.terms()])
        bench.go(milliseconds: 30_000)
        return bench
    }

    /// A request on a socket, signed as a client signs it; its answer.
    private func call(
        _ method: String, _ parameters: [String: String], _ trader: Trader?, on socket: UInt64, _ bench: inout Bench
    ) -> [String: Any] {
        var all = parameters
        all["timestamp"] = "\(bench.simulator.time(at: bench.moment).milliseconds)"
        if let trader {
            all["apiKey"] = trader.key
            all["signature"] = Trader.sign(all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&").utf8)
        }
        let fields = all.map { #""\#($0.key)":"\#($0.value)""# }.joined(separator: ",")
        bench.say(#"{"id":1,"method":"\#(method)","params":{\#(fields)}}"#, on: socket)
        let answers = (bench.heard[socket] ?? []).compactMap {
            (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
        }
        return answers.last { $0["status"] != nil } ?? [:]
    }

    private func events(_ socket: UInt64, _ bench: inout Bench) -> [[String: Any]] {
        bench.events(socket).compactMap { $0["event"] as? [String: Any] }
    }

    private func code(_ answer: [String: Any]) -> Int64 { whole((answer["error"] as? [String: Any])?["code"]) }

    @Test func `an account's events tell its orders from their beginning to their end`() throws {
        var bench = bench()
        let socket = try bench.open("/ws-api/v3")
        let first = call("userDataStream.subscribe.signature", [:], .two, on: socket, &bench)
        #expect(whole((first["result"] as? [String: Any])?["subscriptionId"]) == 0)
        #expect(code(call("userDataStream.subscribe.signature", [:], .two, on: socket, &bench)) == -2035)
        _ = events(socket, &bench)
        _ = bench.trade(.post, "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.5&newClientOrderId=big", .two)
        let market = events(socket, &bench)
        #expect(market.map { $0["x"] as? String } == ["NEW"] + Array(repeating: "TRADE", count: market.count - 2) + [nil])
        #expect(market.last?["e"] as? String == "outboundAccountPosition")
        let last = market[market.count - 2]
        #expect(last["X"] as? String == "FILLED" && raw(last["z"]) == 50_000_000 && last["c"] as? String == "big")
        #expect(market.dropFirst().dropLast().reduce(0) { $0 + raw($1["l"]) } == 50_000_000)
        let balances = try #require(market.last?["B"] as? [[String: Any]])
        #expect(balances.map { $0["a"] as? String } == ["USDT", "BTC"] && raw(balances[1]["f"]) == bench.has("BTC", .two).free)
        // Another account's order is none of theirs.
        _ = bench.trade(.post, "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.5", .one)
        #expect(events(socket, &bench).isEmpty)
        let price = bench.quote().bid - Price(500)
        _ = bench.trade(.post, "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=\(price)&newClientOrderId=rests", .two)
        _ = bench.trade(.delete, "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=rests&newClientOrderId=ends", .two)
        let rested = events(socket, &bench)
        #expect(rested.map { $0["x"] as? String } == ["NEW", nil, "CANCELED", nil])
        #expect(rested[2]["c"] as? String == "ends" && rested[2]["C"] as? String == "rests")
        let end = call("userDataStream.unsubscribe", [:], nil, on: socket, &bench)
        #expect(whole(end["status"]) == 200)
        #expect(events(socket, &bench).last?["e"] as? String == "eventStreamTerminated")
        _ = bench.trade(.post, "/api/v3/order", "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1", .two)
        #expect(bench.heard[socket]?.isEmpty != false)
    }

    @Test func `a session is logged on by an Ed25519 key alone, and needs no signature then`() throws {
        var bench = bench()
        let socket = try bench.open("/ws-api/v3")
        #expect(code(call("userDataStream.subscribe", [:], nil, on: socket, &bench)) == -1193)
        #expect(code(call("session.logon", [:], .two, on: socket, &bench)) == -2028)
        #expect(code(call("account.status", [:], nil, on: socket, &bench)) == -2014)
        let logged = call("session.logon", [:], .one, on: socket, &bench)
        #expect((logged["result"] as? [String: Any])?["apiKey"] as? String == "one")
        #expect(whole(call("userDataStream.subscribe", [:], nil, on: socket, &bench)["status"]) == 200)
        let order = ["symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.1"]
        let placed = call("order.place", order, nil, on: socket, &bench)
        #expect((placed["result"] as? [String: Any])?["status"] as? String == "FILLED")
        let account = call("account.status", [:], nil, on: socket, &bench)
        #expect((account["result"] as? [String: Any])?["accountType"] as? String == "SPOT")
        // A key of its own stands over the session's.
        let other = call("openOrders.status", [:], .two, on: socket, &bench)
        #expect((other["result"] as? [Any])?.isEmpty == true)
        #expect(whole(call("session.logout", [:], nil, on: socket, &bench)["status"]) == 200)
        #expect(code(call("account.status", [:], nil, on: socket, &bench)) == -2014)
    }

    @Test func `orders are placed, asked for and cancelled on a socket`() throws {
        var bench = bench()
        let socket = try bench.open("/ws-api/v3")
        let price = (bench.quote().bid - Price(500)).description
        let order = ["symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.1", "price": price, "newClientOrderId": "a"]
        #expect((call("order.place", order, .two, on: socket, &bench)["result"] as? [String: Any])?["status"] as? String == "NEW")
        let name = ["symbol": "BTCUSDT", "origClientOrderId": "a"]
        #expect((call("order.status", name, .two, on: socket, &bench)["result"] as? [String: Any])?["type"] as? String == "LIMIT")
        #expect((call("openOrders.status", [:], .two, on: socket, &bench)["result"] as? [Any])?.count == 1)
        #expect((call("order.cancel", name, .two, on: socket, &bench)["result"] as? [String: Any])?["status"] as? String == "CANCELED")
        let again = call("order.cancel", name, .two, on: socket, &bench)
        #expect(whole(again["status"]) == 400 && code(again) == -2011)
        var bad = order
        bad["quantity"] = "0.0001"
        #expect(code(call("order.place", bad, .two, on: socket, &bench)) == -1013)
    }

    @Test func `money that comes by another way than a trade is told`() throws {
        var bench = bench()
        let socket = try bench.open("/ws-api/v3")
        _ = call("userDataStream.subscribe.signature", [:], .one, on: socket, &bench)
        _ = events(socket, &bench)
        try bench.expect("/sim/deposit?key=one&asset=BTC&amount=0.5", .post, status: 200)
        let told = events(socket, &bench)
        #expect(told.map { $0["e"] as? String } == ["balanceUpdate", "outboundAccountPosition"] && raw(told[0]["d"]) == 50_000_000)
        try bench.expect("/sim/deposit?key=one&asset=BTC&amount=-0.5", .post, status: 200)
        for query in ["key=one&asset=BTC&amount=-0.1", "key=none&amount=1", "key=one&asset=DOGE&amount=1", "key=one&amount=x", "key=one&amount=99999999999"] {
            try bench.expect("/sim/deposit?\(query)", .post, status: 400)
        }
        #expect(bench.has("BTC").free == 0 && bench.has("USDT").free == Money(100_000).raw)
    }

    @Test func `what goes wrong with orders happens as it is asked for`() throws {
        var bench = bench()
        let socket = try bench.open("/ws-api/v3")
        _ = call("userDataStream.subscribe.signature", [:], .one, on: socket, &bench)
        _ = events(socket, &bench)
        let order = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=\(bench.quote().bid - Price(500))"
        try bench.expect("/sim/fault/status-after?at=/order", .post, status: 200)
        #expect(bench.send(.post, "/api/v3/order", order).status == 503)
        #expect(bench.tradeList(.get, "/api/v3/openOrders").count == 1)
        try bench.expect("/sim/fault/drop?at=/order", .post, status: 200)
        #expect(bench.send(.post, "/api/v3/order", order).status == 0)
        #expect(bench.tradeList(.get, "/api/v3/openOrders").count == 2)
        _ = events(socket, &bench)
        // The events come before the answer.
        try bench.expect("/sim/fault/late?at=/order&ms=500", .post, status: 200)
        #expect(bench.send(.post, "/api/v3/order", order).status == 0)
        #expect(events(socket, &bench).first?["x"] as? String == "NEW")
        try bench.expect("/sim/fault/late-events?at=executionReport&ms=500", .post, status: 200)
        #expect(bench.send(.post, "/api/v3/order", order).status == 200)
        #expect(!events(socket, &bench).contains { $0["x"] != nil })
        bench.go(milliseconds: 500)
        #expect(events(socket, &bench).contains { $0["x"] as? String == "NEW" })
        try bench.expect("/sim/fault/duplicate?at=executionReport", .post, status: 200)
        _ = bench.send(.post, "/api/v3/order", order)
        #expect(events(socket, &bench).count { $0["x"] as? String == "NEW" } == 2)
        try bench.expect("/sim/fault/order-limit", .post, status: 200)
        #expect(bench.send(.post, "/api/v3/order", order).status == 429)
        try bench.expect("/sim/fault/disconnect?at=user", .post, status: 200)
        #expect(bench.commands.contains(.cut(ConnectionID(socket))))
    }
}
