import Exchanges
import Foundation
import Market
import Messages
import Testing

@testable import ExchangeSimulator

@Suite struct IsolatedMarginTests {
    private static let order = "/fapi/v1/order"

    /// A market that falls by a hundred a minute.
    private func bench(money: Int = 50_000) -> Bench {
        let falling = (0..<60).map { index in
            let (open, close) = (Price(100_000 - 100 * index), Price(99_900 - 100 * index))
            let candle = Candle(
                openTime: day + .minutes(Int64(index)), closeTime: day + .minutes(Int64(index + 1)), open: open,
                high: open, low: close, close: close, volume: 100, quoteVolume: 10_000_000)
            return Kline(SymbolID(0), .m1, candle)
        }
        var bench = Bench(falling, .um, accounts: [Trader.one.terms(money)])
        bench.go(milliseconds: 30_000)
        _ = bench.trade(.post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=50")
        _ = bench.trade(.post, "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED")
        return bench
    }

    private func row(_ bench: inout Bench) -> [String: Any] {
        bench.tradeList(.get, "/fapi/v2/positionRisk", "symbol=BTCUSDT")[0]
    }

    private func code(_ answer: (status: Int, body: Any)) -> Int64 { whole((answer.body as? [String: Any])?["code"]) }

    @Test func `an isolated position holds its part of the wallet, and gives it back`() {
        var bench = bench()
        #expect(row(&bench)["marginType"] as? String == "isolated")
        #expect(code(bench.send(.post, "/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=1&type=1")) == -4054)
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.5")
        let opened = row(&bench)
        let paid = raw(opened["entryPrice"]) / 2
        #expect(abs(raw(opened["isolatedWallet"]) - paid / 50) < 100)
        let account = bench.trade(.get, "/fapi/v3/account")
        #expect(raw(account["totalCrossWalletBalance"]) == raw(account["totalWalletBalance"]) - raw(opened["isolatedWallet"]))
        #expect(raw(account["availableBalance"]) == raw(account["totalCrossWalletBalance"]))
        #expect(bench.send(.post, "/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=200&type=1").status == 200)
        #expect(raw(row(&bench)["isolatedWallet"]) == raw(opened["isolatedWallet"]) + Money(200).raw)
        #expect(raw(row(&bench)["liquidationPrice"]) < raw(opened["liquidationPrice"]))
        #expect(code(bench.send(.post, "/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=9000&type=2")) == -2019)
        #expect(bench.send(.post, "/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=100&type=2").status == 200)
        #expect(code(bench.send(.post, "/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=100000&type=1")) == -2019)
        #expect(code(bench.send(.post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=10")) == -4161)
        let whole = raw(row(&bench)["isolatedWallet"])
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.25&reduceOnly=true")
        #expect(abs(raw(row(&bench)["isolatedWallet"]) - whole / 2) <= 10)
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.25&reduceOnly=true")
        let after = bench.trade(.get, "/fapi/v3/account")
        #expect(raw(row(&bench)["isolatedWallet"]) == 0)
        #expect(raw(after["totalCrossWalletBalance"]) == raw(after["totalWalletBalance"]))
    }

    @Test func `its liquidation costs what it held, and no more`() {
        var bench = bench()
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.5")
        let (held, before) = (raw(row(&bench)["isolatedWallet"]), raw(bench.tradeList(.get, "/fapi/v3/balance")[0]["balance"]))
        for _ in 0..<3000 {
            if raw(row(&bench)["positionAmt"]) == 0 { break }
            bench.go(milliseconds: 1000)
        }
        let orders = bench.tradeList(.get, "/fapi/v1/allOrders", "symbol=BTCUSDT")
        #expect((orders.last?["clientOrderId"] as? String)?.hasPrefix("autoclose-") == true)
        let after = raw(bench.tradeList(.get, "/fapi/v3/balance")[0]["balance"])
        #expect(after >= before - held && after < before, "\(before) \(held) \(after)")
        let income = bench.tradeList(.get, "/fapi/v1/income", "limit=1000")
        #expect(income.reduce(0) { $0 + raw($1["income"]) } == after)
    }

    @Test func `a user stream's key ends when it is told to`() throws {
        var bench = bench()
        let answer = try bench.asked("/fapi/v1/listenKey", .post, key: "one")
        let body = try JSONSerialization.jsonObject(with: Data(answer.response.body)) as? [String: Any]
        let key = try #require(body?["listenKey"] as? String)
        let (bare, named) = (try bench.open("/private/ws/\(key)"), try bench.open("/private/stream"))
        bench.say(#"{"method":"SUBSCRIBE","params":["\#(key)"],"id":1}"#, on: named)
        _ = bench.events(named)
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1")
        #expect(bench.events(bare).last?["e"] as? String == "ACCOUNT_UPDATE")
        #expect(bench.events(named).last?["stream"] as? String == key)
        try bench.expect("/sim/fault/listen-keys", .post, status: 200)
        #expect(bench.events(bare).map { $0["e"] as? String } == ["listenKeyExpired"])
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1")
        #expect(bench.events(bare).isEmpty)
        #expect(try bench.asked("/fapi/v1/listenKey", .delete, key: "one").status == 400)
    }
}
