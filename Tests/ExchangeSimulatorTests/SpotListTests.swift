import Exchanges
import Foundation
import Market
import Messages
import Testing

@testable import ExchangeSimulator

@Suite struct SpotListTests {
    private func bench(_ seed: UInt64 = 3) -> Bench {
        var bench = Bench(
            wandering(60, seed: seed), .spot, history: wandering(10, seed: 8, from: day - .minutes(10)),
            accounts: [Trader.one.terms(), Trader.two.terms()])
        bench.go(milliseconds: 30_000)
        return bench
    }

    private func status(_ id: Int64, _ bench: inout Bench) -> String {
        bench.trade(.get, "/api/v3/order", "symbol=BTCUSDT&orderId=\(id)")["status"] as? String ?? "nothing"
    }

    private func ids(_ list: [String: Any]) -> [Int64] {
        (list["orders"] as? [[String: Any]] ?? []).map { whole($0["orderId"]) }
    }

    @Test func `one of two is filled, the other expires, and the money was set aside once`() {
        var bench = bench()
        _ = bench.trade(.post, "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1")
        let last = bench.quote().bid
        let list = bench.trade(
            .post, "/api/v3/orderList/oco",
            "symbol=BTCUSDT&side=SELL&quantity=0.09&aboveType=LIMIT_MAKER&abovePrice=\(last + Price(40))"
                + "&belowType=STOP_LOSS_LIMIT&belowStopPrice=\(last - Price(40))&belowPrice=\(last - Price(90))&belowTimeInForce=GTC")
        #expect(list["contingencyType"] as? String == "OCO" && list["listOrderStatus"] as? String == "EXECUTING")
        let orders = ids(list)
        #expect(orders.count == 2 && bench.has("BTC").locked == 9_000_000)
        for _ in 0..<3000 {
            bench.go(milliseconds: 1000)
            if bench.tradeList(.get, "/api/v3/openOrderList").isEmpty { break }
        }
        bench.go(milliseconds: 600_000)
        let states = orders.map { status($0, &bench) }
        #expect(states.sorted() == ["EXPIRED", "FILLED"], "\(states)")
        #expect(bench.has("BTC").locked == 0)
        let told = bench.trade(.get, "/api/v3/orderList", "orderListId=\(whole(list["orderListId"]))")
        #expect(told["listStatusType"] as? String == "ALL_DONE")
    }

    @Test func `an order's followers begin when it is filled, not before`() {
        var bench = bench()
        let (bid, ask) = bench.quote()
        let list = bench.trade(
            .post, "/api/v3/orderList/otoco",
            "symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=\(bid - Price(5))&workingQuantity=0.1&workingTimeInForce=GTC"
                + "&pendingSide=SELL&pendingQuantity=0.09&pendingAboveType=TAKE_PROFIT_LIMIT&pendingAboveStopPrice=\(ask + Price(4000))"
                + "&pendingAbovePrice=\(ask + Price(4000))&pendingAboveTimeInForce=GTC&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=\(bid - Price(4000))")
        let orders = ids(list)
        #expect(orders.count == 3 && orders.dropFirst().allSatisfy { status($0, &bench) == "PENDING_NEW" })
        #expect(bench.has("BTC").locked == 0)
        for _ in 0..<2000 where status(orders[0], &bench) != "FILLED" { bench.go(milliseconds: 1000) }
        #expect(orders.map { status($0, &bench) } == ["FILLED", "NEW", "NEW"])
        #expect(bench.has("BTC").locked == 9_000_000)
        let gone = bench.trade(.delete, "/api/v3/orderList", "symbol=BTCUSDT&orderListId=\(whole(list["orderListId"]))")
        #expect(gone["listOrderStatus"] as? String == "ALL_DONE" && bench.has("BTC").locked == 0)
        #expect(orders.map { status($0, &bench) } == ["FILLED", "CANCELED", "CANCELED"])
    }

    @Test func `cancelling what is first cancels what follows, and the older form is read`() {
        var bench = bench()
        let (bid, ask) = bench.quote()
        let list = bench.trade(
            .post, "/api/v3/orderList/oto",
            "symbol=BTCUSDT&workingType=LIMIT_MAKER&workingSide=BUY&workingPrice=\(bid - Price(900))&workingQuantity=0.1"
                + "&pendingType=MARKET&pendingSide=SELL&pendingQuantity=0.09")
        let orders = ids(list)
        let gone = bench.trade(.delete, "/api/v3/order", "symbol=BTCUSDT&orderId=\(orders[0])")
        #expect(whole(gone["orderListId"]) == whole(list["orderListId"]))
        #expect(orders.map { status($0, &bench) } == ["CANCELED", "CANCELED"] && bench.has("USDT").locked == 0)
        let wrong = bench.send(.post, "/api/v3/order/oco", "symbol=BTCUSDT&side=BUY&quantity=0.1&price=\(ask + Price(50))&stopPrice=\(bid - Price(50))")
        #expect((wrong.body as? [String: Any])?["msg"] as? String == "The relationship of the prices for the orders is not correct.")
        let old = bench.trade(.post, "/api/v3/order/oco", "symbol=BTCUSDT&side=BUY&quantity=0.1&price=\(bid - Price(500))&stopPrice=\(ask + Price(500))&stopLimitPrice=\(ask + Price(600))&stopLimitTimeInForce=GTC")
        #expect(ids(old).count == 2 && bench.has("USDT").locked == (ask + Price(600)).raw / 10)
        #expect(bench.tradeList(.delete, "/api/v3/openOrders", "symbol=BTCUSDT").count == 1)
        #expect(bench.has("USDT").free == Money(100_000).raw)
    }

    /// Whatever two accounts do, nothing of their money is lost or made, and nothing stays set aside.
    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
    func `money is conserved whatever is ordered`(seed: UInt64) {
        var bench = bench(seed)
        var chance = SplitMix64(seed: seed)
        func pick(_ count: Int) -> Int { Int(chance.next() % UInt64(count)) }
        for _ in 0..<400 {
            let (bid, ask) = bench.quote()
            let trader = pick(2) == 0 ? Trader.one : .two
            let side = pick(2) == 0 ? "BUY" : "SELL"
            let near = (pick(2) == 0 ? bid : ask) + Price(raw: Int64(pick(41) - 20) * 10_000_000)
            let quantity = "quantity=0.\(String(format: "%03d", 1 + pick(300)))"
            let head = "symbol=BTCUSDT&side=\(side)&"
            let mode = ["", "&selfTradePreventionMode=EXPIRE_TAKER", "&selfTradePreventionMode=EXPIRE_BOTH", "&selfTradePreventionMode=NONE"][pick(4)]
            switch pick(9) {
            case 0, 1: _ = bench.send(.post, "/api/v3/order", head + "type=LIMIT&timeInForce=GTC&\(quantity)&price=\(near)\(mode)", trader)
            case 2: _ = bench.send(.post, "/api/v3/order", head + "type=MARKET&\(quantity)\(mode)", trader)
            case 3: _ = bench.send(.post, "/api/v3/order", head + "type=LIMIT&timeInForce=IOC&\(quantity)&price=\(near)\(mode)", trader)
            case 4: _ = bench.send(.post, "/api/v3/order", head + "type=MARKET&quoteOrderQty=\(10 + pick(5000))", trader)
            case 5: _ = bench.send(.post, "/api/v3/order", head + "type=STOP_LOSS&\(quantity)&trailingDelta=\(10 + pick(20))", trader)
            case 6:
                let (up, down) = (near + Price(30), near - Price(30))
                let legs = side == "SELL"
                    ? "aboveType=LIMIT_MAKER&abovePrice=\(up)&belowType=STOP_LOSS&belowStopPrice=\(down)"
                    : "aboveType=STOP_LOSS_LIMIT&aboveStopPrice=\(up)&abovePrice=\(up)&aboveTimeInForce=GTC&belowType=LIMIT_MAKER&belowPrice=\(down)"
                _ = bench.send(.post, "/api/v3/orderList/oco", head + "\(quantity)&\(legs)", trader)
            case 7:
                _ = bench.send(
                    .post, "/api/v3/orderList/oto",
                    "symbol=BTCUSDT&workingType=LIMIT&workingTimeInForce=GTC&workingSide=\(side)&workingPrice=\(near)&workingQ\(quantity.dropFirst())"
                        + "&pendingType=MARKET&pendingSide=\(side == "BUY" ? "SELL" : "BUY")&pendingQuantity=0.01", trader)
            default: _ = bench.send(.delete, "/api/v3/openOrders", "symbol=BTCUSDT", trader)
            }
            bench.go(milliseconds: Int64(pick(3000)))
            for wallet in bench.simulator.accounts.map(\.spot) {
                #expect((wallet.free + wallet.locked).allSatisfy { $0 >= 0 })
            }
        }
        for trader in [Trader.one, .two] {
            _ = bench.send(.delete, "/api/v3/openOrders", "symbol=BTCUSDT", trader)
            let (coin, money) = (bench.has("BTC", trader), bench.has("USDT", trader))
            #expect(coin.locked == 0 && money.locked == 0)
            var own: (coin: Int64, money: Int64) = (0, Money(100_000).raw)
            for fill in bench.simulator.desks[0].fills where fill.account == (trader.key == "one" ? 0 : 1) {
                let sign = fill.shown.side.sign
                own.coin += sign * fill.shown.quantity.raw - (fill.shown.feeAsset == "BTC" ? fill.shown.fee : 0)
                own.money -= sign * fill.shown.value.raw + (fill.shown.feeAsset == "USDT" ? fill.shown.fee : 0)
            }
            #expect(coin.free == own.coin && money.free == own.money)
        }
        #expect(bench.simulator.desks[0].fills.count > 50)
        #expect(bench.simulator.desks[0].open.allSatisfy(\.isEmpty) && bench.simulator.desks[0].waiting.allSatisfy(\.isEmpty))
        #expect(bench.simulator.venues[0].symbols[0].waiting == 0)
        let orders = bench.simulator.desks[0].orders
        for order in orders { #expect(order.locked == 0 && order.shown.filled <= order.shown.quantity) }
    }
}
