import Exchanges
import Foundation
import Market
import Messages
import TestSupport
import Testing

@testable import ExchangeSimulator

@Suite struct SpotOrderTests {
    static let order = "/api/v3/order"

    private func bench(_ seed: UInt64 = 3) -> Bench {
        var bench = Bench(
            wandering(60, seed: seed), .spot, history: wandering(10, seed: 8, from: day - .minutes(10)),
            accounts: [Trader.one.terms(), Trader.two.terms()])
        bench.go(milliseconds: 30_000)
        return bench
    }

    @Test func `a market order takes what is there, and pays its fee of what it got`() throws {
        var bench = bench()
        let answer = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.5")
        #expect(answer["status"] as? String == "FILLED" && raw(answer["executedQty"]) == 50_000_000)
        let fills = try #require(answer["fills"] as? [[String: Any]])
        #expect(fills.reduce(0) { $0 + raw($1["qty"]) } == 50_000_000)
        #expect(fills.allSatisfy { $0["commissionAsset"] as? String == "BTC" })
        let fee = fills.reduce(0) { $0 + raw($1["commission"]) }
        #expect(fee == 50_000)
        let (coin, money) = (bench.has("BTC"), bench.has("USDT"))
        #expect(coin.free == 50_000_000 - fee && coin.locked == 0)
        #expect(money.free == Money(100_000).raw - raw(answer["cummulativeQuoteQty"]) && money.locked == 0)
        let trades = bench.tradeList(.get, "/api/v3/myTrades", "symbol=BTCUSDT")
        #expect(trades.count == fills.count && trades.allSatisfy { $0["isBuyer"] as? Bool == true })
        #expect(trades.map { whole($0["id"]) } == fills.map { whole($0["tradeId"]) })
        // What was printed is what everybody sees.
        let printed = bench.list("/api/v3/trades?symbol=BTCUSDT&limit=\(fills.count)")
        #expect(printed.map { whole($0["id"]) } == trades.map { whole($0["id"]) })
    }

    @Test func `a quote amount buys and sells no more than it says`() throws {
        var bench = bench()
        let bought = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=1000")
        #expect(bought["status"] as? String == "FILLED" && raw(bought["origQuoteOrderQty"]) == Money(1000).raw)
        #expect(raw(bought["cummulativeQuoteQty"]) <= Money(1000).raw && raw(bought["executedQty"]) > 0)
        let sold = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quoteOrderQty=500")
        #expect(sold["status"] as? String == "FILLED" && raw(sold["cummulativeQuoteQty"]) <= Money(500).raw)
    }

    @Test func `a limit order sets its money aside, rests, and gives it back`() throws {
        var bench = bench()
        let bid = bench.quote().bid
        let price = (bid - Price(500)).text(decimals: 1)
        let answer = bench.trade(
            .post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=\(price)&newClientOrderId=mine")
        #expect(answer["status"] as? String == "NEW" && (answer["fills"] as? [Any])?.isEmpty == true)
        let need = raw(price) / 10
        #expect(bench.has("USDT").locked == need)
        let depth = bench.object("/api/v3/depth?symbol=BTCUSDT&limit=5000")
        let level = (depth["bids"] as? [[String]])?.first { raw($0[0]) == raw(price) }
        #expect(raw(level?[1]) >= 10_000_000)
        let open = bench.tradeList(.get, "/api/v3/openOrders", "symbol=BTCUSDT")
        #expect(open.count == 1 && open[0]["clientOrderId"] as? String == "mine")
        let same = bench.send(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=\(price)&newClientOrderId=mine")
        #expect(same.status == 400 && (same.body as? [String: Any])?["msg"] as? String == "Duplicate order sent.")
        let gone = bench.trade(.delete, Self.order, "symbol=BTCUSDT&origClientOrderId=mine")
        #expect(gone["status"] as? String == "CANCELED" && gone["origClientOrderId"] as? String == "mine")
        #expect(bench.has("USDT").locked == 0 && bench.has("USDT").free == Money(100_000).raw)
        let again = bench.send(.delete, Self.order, "symbol=BTCUSDT&origClientOrderId=mine")
        #expect(again.status == 400 && whole((again.body as? [String: Any])?["code"]) == -2011)
        #expect(bench.trade(.get, Self.order, "symbol=BTCUSDT&origClientOrderId=mine")["status"] as? String == "CANCELED")
    }

    /// The market comes to who waits, by price and time.
    @Test func `the market's trades fill who waits, at their own price and as a maker`() throws {
        var bench = bench()
        let bid = bench.quote().bid
        let (first, second) = (bid - Price(20), bid - Price(10))
        func buy(_ price: Price, _ trader: Trader) -> Int64 {
            whole(bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=\(price)", trader)["orderId"])
        }
        let low = buy(first, .one)
        let high = buy(second, .two)
        var isHighDone = false
        for _ in 0..<3000 {
            bench.go(milliseconds: 1000)
            let highState = bench.trade(.get, Self.order, "symbol=BTCUSDT&orderId=\(high)", .two)["status"] as? String
            let lowState = bench.trade(.get, Self.order, "symbol=BTCUSDT&orderId=\(low)")["status"] as? String
            if highState == "FILLED" { isHighDone = true }
            #expect(lowState != "FILLED" || isHighDone)
            if lowState == "FILLED" { break }
        }
        let trades = bench.tradeList(.get, "/api/v3/myTrades", "symbol=BTCUSDT&orderId=\(low)")
        #expect(trades.reduce(0) { $0 + raw($1["qty"]) } == 1_000_000)
        #expect(trades.allSatisfy { raw($0["price"]) == first.raw && $0["isMaker"] as? Bool == true })
        #expect(bench.has("USDT").locked == 0 && bench.has("BTC").free == 1_000_000 - 1000)
    }

    @Test func `what can't rest is refused, and what can't take ends`() throws {
        var bench = bench()
        let (bid, ask) = bench.quote()
        let maker = bench.send(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=0.01&price=\(ask)")
        #expect((maker.body as? [String: Any])?["msg"] as? String == "Order would immediately match and take.")
        let immediate = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.01&price=\(bid)")
        #expect(immediate["status"] as? String == "EXPIRED" && immediate["expiryReason"] as? String == "UNFILLED_IOC_QUANTITY_EXPIRED")
        let all = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=FOK&quantity=0.9&price=\(ask)")
        #expect(all["status"] as? String == "EXPIRED" && raw(all["executedQty"]) == 0)
        #expect(bench.has("USDT").free == Money(100_000).raw)
        let broke = bench.send(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=5")
        #expect(broke.status == 400 && whole((broke.body as? [String: Any])?["code"]) == -2010)
    }

    @Test func `an account does not trade with itself`() throws {
        var bench = bench()
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1")
        let (bid, ask) = bench.quote()
        let inside = bid + Price(raw: (ask - bid).raw / 2)
        _ = inside
        let sell = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price=\(ask)")
        let buy = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.3&price=\(ask)")
        #expect(whole(buy["orderId"]) > 0)
        #expect(bench.trade(.get, Self.order, "symbol=BTCUSDT&orderId=\(whole(sell["orderId"]))")["status"] as? String == "EXPIRED_IN_MATCH")
        _ = bench.trade(.delete, "/api/v3/openOrders", "symbol=BTCUSDT")
        #expect(bench.has("BTC").locked == 0 && bench.has("USDT").locked == 0)
    }

    @Test func `a stop waits for its price, and works from then on`() throws {
        var bench = bench()
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1")
        let last = bench.quote().bid
        let early = bench.send(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.05&stopPrice=\(last + Price(100))")
        #expect((early.body as? [String: Any])?["msg"] as? String == "Stop price would trigger immediately.")
        let stop = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.05&stopPrice=\(last - Price(30))")
        let up = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=TAKE_PROFIT&quantity=0.04&stopPrice=\(last + Price(30))")
        let id = whole(stop["orderId"])
        let waiting = bench.trade(.get, Self.order, "symbol=BTCUSDT&orderId=\(id)")
        #expect(waiting["isWorking"] as? Bool == false && whole(waiting["workingTime"]) == -1)
        for _ in 0..<3000 {
            bench.go(milliseconds: 1000)
            if bench.tradeList(.get, "/api/v3/openOrders", "symbol=BTCUSDT").isEmpty { break }
        }
        for order in [stop, up] {
            let done = bench.trade(.get, Self.order, "symbol=BTCUSDT&orderId=\(whole(order["orderId"]))")
            #expect(done["status"] as? String == "FILLED" && whole(done["workingTime"]) > whole(done["time"]))
        }
        #expect(bench.has("BTC").locked == 0)
    }

    @Test func `an order is replaced in one request, or told why it is not`() throws {
        var bench = bench()
        let price = bench.quote().bid - Price(500)
        let new = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.02&price=\(price)"
        let id = whole(bench.trade(.post, Self.order, new)["orderId"])
        let path = "/api/v3/order/cancelReplace"
        let both = bench.trade(.post, path, "\(new)&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=\(id)")
        #expect(both["cancelResult"] as? String == "SUCCESS" && both["newOrderResult"] as? String == "SUCCESS")
        let stopped = bench.send(.post, path, "\(new)&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=\(id)")
        #expect(stopped.status == 400 && whole((stopped.body as? [String: Any])?["code"]) == -2022)
        let partly = bench.send(.post, path, "\(new)&cancelReplaceMode=ALLOW_FAILURE&cancelOrderId=\(id)")
        #expect(partly.status == 409)
        let data = (partly.body as? [String: Any])?["data"] as? [String: Any]
        #expect(data?["cancelResult"] as? String == "FAILURE" && data?["newOrderResult"] as? String == "SUCCESS")
        #expect(bench.tradeList(.get, "/api/v3/openOrders").count == 2)
    }

    @Test func `fees are paid in BNB by who has some and asks for it`() throws {
        var klines = wandering(30, seed: 3)
        klines += wandering(30, seed: 4, symbol: 1, at: 600)
        klines.sort { ($0.closeTime, $0.symbol) < ($1.closeTime, $1.symbol) }
        var bench = Bench(klines, .spot, names: ["BTC/USDT", "BNB/USDT"], accounts: [Trader.one.terms()])
        bench.go(milliseconds: 30_000)
        _ = bench.trade(.post, Self.order, "symbol=BNBUSDT&side=BUY&type=MARKET&quantity=10")
        #expect(bench.trade(.post, "/sapi/v1/bnbBurn", "spotBNBBurn=true")["spotBNBBurn"] as? Bool == true)
        let before = bench.has("BNB").free
        let answer = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1")
        let fills = try #require(answer["fills"] as? [[String: Any]])
        #expect(fills.allSatisfy { $0["commissionAsset"] as? String == "BNB" })
        #expect(bench.has("BNB").free == before - fills.reduce(0) { $0 + raw($1["commission"]) })
        #expect(bench.has("BTC").free == 10_000_000)
    }
}
