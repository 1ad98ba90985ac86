import Exchanges
import Foundation
import Market
import Messages
import Testing

@testable import ExchangeSimulator

@Suite struct AccessTests {
    private func bench() -> Bench {
        var bench = Bench(wandering(30, seed: 3), .spot, accounts: [Trader.one.terms(), Trader.two.terms()])
        bench.go(milliseconds: 30_000)
        return bench
    }

    private func code(_ answer: (status: Int, response: HTTPResponse)?) -> Int64 {
        let body = answer.flatMap { try? JSONSerialization.jsonObject(with: Data($0.response.body)) } as? [String: Any]
        return whole(body?["code"])
    }

    /// The text that is signed is the query, then the body, as they came.
    @Test func `a signature is on query and body as they came, wherever it stands`() {
        var bench = bench()
        let time = bench.simulator.time(at: bench.moment).milliseconds
        let (query, body) = ("symbol=BTCUSDT&side=BUY&type=LIMIT", "timeInForce=GTC&quantity=0.1&price=99000&timestamp=\(time)")
        let signature = Trader.sign((query + body).utf8)
        for (target, form) in [
            ("?\(query)", "\(body)&signature=\(signature)"), ("?\(query)&signature=\(signature)", body),
            ("?signature=\(signature)&\(query)", body),
        ] {
            #expect(bench.ask("/api/v3/order" + target, .post, key: "one", body: form)?.status == 200)
        }
        let all = "\(query)&\(body)"
        #expect(bench.ask("/api/v3/order", .post, key: "one", body: "\(all)&signature=\(Trader.sign(all.utf8))")?.status == 200)
        let odd = "\(query)&newClientOrderId=a%2Db&\(body)"
        let asIs = Trader.sign(odd.utf8)
        #expect(bench.ask("/api/v3/order?\(odd)&signature=\(asIs)", .post, key: "one")?.status == 200)
        #expect(bench.trade(.get, "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=a-b")["status"] as? String == "NEW")
        #expect(bench.tradeList(.get, "/api/v3/openOrders").count == 5)
    }

    /// The shell hands over a query encoded its own way; the signature is on the client's.
    @Test(arguments: ["%5B1%2C2%5D%3A%21", "%5B1%2C2%5D%3A!", "a+b%2Cc", "a%20b%2Cc"])
    func `a signature is known whatever way the query was encoded`(value: String) throws {
        var bench = bench()
        let time = bench.simulator.time(at: bench.moment).milliseconds
        let shown = value.replacing("%2C", with: ",").replacing("%3A", with: ":").replacing("%21", with: "!").replacing("+", with: "%20")
        for (signed, status) in [("omit=\(value)&timestamp=\(time)", 200), ("omit=x\(value)&timestamp=\(time)", 400)] {
            let target = "/api/v3/account?omit=\(shown)&timestamp=\(time)&signature=\(Trader.sign(signed.utf8))"
            #expect(try bench.asked(target, key: "one").status == status, "\(signed)")
        }
    }

    private static let refusals: [(String, String?, Int, Int64)] = [
        ("timestamp=T&signature=S", nil, 401, -2014), ("timestamp=T&signature=S", "short", 401, -2014),
        ("timestamp=T&signature=S", String(repeating: "a", count: 64), 401, -2015),
        ("signature=S", "one", 400, -1102), ("timestamp=T", "one", 400, -1102),
        ("timestamp=T&signature=1", "one", 400, -1022), ("timestamp=B&signature=S", "one", 400, -1021),
        ("timestamp=A&signature=S", "one", 400, -1021), ("timestamp=T&recvWindow=60001&signature=S", "one", 400, -1131),
        ("timestamp=x&signature=S", "one", 400, -1100), ("timestamp=9223372036854775807&signature=S", "one", 400, -1100),
        ("timestamp=99999999999999999999&signature=S", "one", 400, -1100), ("timestamp=-1&signature=S", "one", 400, -1100),
        ("timestamp=T&recvWindow=&signature=S", "one", 400, -1105), ("timestamp=&signature=S", "one", 400, -1105),
        ("timestamp=T&timestamp=T&signature=", "one", 400, -1105),
    ]

    @Test(arguments: refusals.indices)
    func `who can't show who it is, is refused`(index: Int) {
        let (query, key, status, expected) = Self.refusals[index]
        var bench = bench()
        let time = bench.simulator.time(at: bench.moment).milliseconds
        var text = query.replacing("=T", with: "=\(time)").replacing("=B", with: "=\(time - 5001)")
            .replacing("=A", with: "=\(time + 1000)")
        text = text.replacing("signature=S", with: "signature=\(Trader.sign(text.replacing("&signature=S", with: "").utf8))")
        let answer = bench.ask("/api/v3/account?\(text)", key: key)
        #expect(answer?.status == status && code(answer) == expected, "\(text)")
    }

    @Test func `microseconds and a wider window are taken on spot`() {
        var bench = bench()
        let time = bench.simulator.time(at: bench.moment)
        for text in ["timestamp=\(time.nanoseconds / 1000)", "timestamp=\(time.milliseconds - 59_000)&recvWindow=60000", "timestamp=\(time.milliseconds)&recvWindow=0.5"] {
            #expect(bench.ask("/api/v3/account?\(text)&signature=\(Trader.sign(text.utf8))", key: "one")?.status == 200, "\(text)")
        }
    }

    @Test func `orders are counted, told and limited`() throws {
        var bench = bench()
        let order = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=90000"
        let time = { (bench: Bench) in bench.simulator.time(at: bench.moment).milliseconds }
        let text = "\(order)&timestamp=\(time(bench))"
        let first = try bench.asked("/api/v3/order?\(text)&signature=\(Trader.sign(text.utf8))", .post, key: "one")
        #expect(first.response.header("X-MBX-ORDER-COUNT-10S") == "1" && first.response.header("x-mbx-order-count-1d") == "1")
        #expect(first.response.header("X-MBX-USED-WEIGHT-1M") == "0")
        for _ in 1..<100 { #expect(bench.send(.post, "/api/v3/order", order).status == 200) }
        let over = bench.send(.post, "/api/v3/order", order)
        #expect(over.status == 429 && whole((over.body as? [String: Any])?["code"]) == -1015)
        #expect(bench.send(.post, "/api/v3/order", order, .two).status == 200)
        let counts = bench.tradeList(.get, "/api/v3/rateLimit/order")
        #expect(counts.map { whole($0["count"]) } == [100, 100])
        bench.go(milliseconds: 10_000)
        #expect(bench.send(.post, "/api/v3/order", order).status == 200)
    }

    /// Each answer is the exchange's: none of these may stop the program.
    @Test(arguments: [
        "", "symbol=BTCUSDT", "symbol=NONE&side=BUY&type=MARKET&quantity=1", "symbol=BTCUSDT&side=UP&type=MARKET&quantity=1",
        "symbol=BTCUSDT&side=BUY&type=FUN&quantity=1", "symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=1",
        "symbol=BTCUSDT&side=BUY&type=MARKET", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=92233720368.54775807",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=99999999999999999999", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=-1",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1e3", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=NaN",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.0000000001",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=92233720368", "symbol=BTCUSDT&side=SELL&type=MARKET&quoteOrderQty=92233720368",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&quoteOrderQty=1", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&price=1",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=100000", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=1&price=100000",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=92233720368", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=120&price=0",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100000.05", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1.0001&price=100000",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=1000", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=121&price=100000",
        "symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=1", "symbol=BTCUSDT&side=BUY&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=1&price=0&stopPrice=0",
        "symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=1&trailingDelta=99999999999", "symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=1&trailingDelta=1",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100000&newClientOrderId=a.b",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100000&newClientOrderId=%00%ff",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100000&newClientOrderId=",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100000&newOrderRespType=ALL",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100000&icebergQty=0.0001",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100000&icebergQty=0.001",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100000&selfTradePreventionMode=DECREMENT",
        "symbol=BTCUSDT&symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1", "symbol=%EF%BC%91&side=BUY&type=MARKET&quantity=1",
    ])
    func `an order that can't be is refused in the exchange's words`(query: String) {
        var bench = bench()
        let answer = bench.send(.post, "/api/v3/order", query)
        let body = answer.body as? [String: Any] ?? [:]
        #expect(answer.status == 400 && whole(body["code"]) < -1000, "\(query): \(body)")
        #expect(bench.has("USDT").free == Money(100_000).raw && bench.has("USDT").locked == 0)
    }

    @Test(arguments: [
        "order?orderId=99", "order?orderId=9223372036854775807", "order?origClientOrderId=none", "order?", "myTrades?fromId=1&startTime=1",
        "allOrders?startTime=1&endTime=99999999", "allOrders?limit=0", "orderList?orderListId=7", "orderList?",
    ])
    func `a question that can't be is refused`(target: String) {
        var bench = bench()
        let parts = target.split(separator: "?", omittingEmptySubsequences: false)
        let symbol = target.hasPrefix("orderList") ? "" : "symbol=BTCUSDT&"
        let answer = bench.send(.get, "/api/v3/\(parts[0])", symbol + parts[1])
        #expect(answer.status == 400, "\(answer)")
    }
}
