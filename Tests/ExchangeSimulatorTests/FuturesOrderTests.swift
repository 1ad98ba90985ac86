import Exchanges
import Foundation
import Market
import Messages
import Testing

@testable import ExchangeSimulator

@Suite struct FuturesOrderTests {
    private static let order = "/fapi/v1/order"
    private static let algo = "/fapi/v1/algoOrder"

    private func bench(_ seed: UInt64 = 3, _ terms: SimulatorTerms = SimulatorTerms(), money: Int = 100_000) -> Bench {
        var bench = Bench(
            wandering(600, seed: seed), .um, terms, history: wandering(10, seed: 8, from: day - .minutes(10)),
            accounts: [Trader.one.terms(money), Trader.two.terms()])
        bench.go(milliseconds: 30_000)
        return bench
    }

    private func quote(_ bench: inout Bench) -> (bid: Price, ask: Price) { bench.quote("/fapi/v1") }

    private func position(_ bench: inout Bench, _ side: String = "BOTH") -> [String: Any] {
        bench.tradeList(.get, "/fapi/v2/positionRisk", "symbol=BTCUSDT").first { $0["positionSide"] as? String == side } ?? [:]
    }

    private func code(_ answer: (status: Int, body: Any)) -> Int64 { whole((answer.body as? [String: Any])?["code"]) }

    private func status(_ id: Int64, _ bench: inout Bench) -> String {
        bench.trade(.get, Self.order, "symbol=BTCUSDT&orderId=\(id)")["status"] as? String ?? "nothing"
    }

    /// Lets the market go on until no conditional order waits.
    private func waitForAlgos(_ bench: inout Bench) {
        for _ in 0..<3000 {
            if bench.tradeList(.get, "/fapi/v1/openAlgoOrders", "symbol=BTCUSDT").isEmpty { return }
            bench.go(milliseconds: 1000)
        }
    }

    private func hear(_ bench: inout Bench, _ query: String = "") throws -> UInt64 {
        let answer = try bench.asked("/fapi/v1/listenKey", .post, key: "one")
        let key = (try JSONSerialization.jsonObject(with: Data(answer.response.body)) as? [String: Any])?["listenKey"] as? String
        return try bench.open("/private/ws?listenKey=\(try #require(key))\(query)")
    }

    @Test func `a position grows, shrinks and turns, and its money comes out`() throws {
        var bench = bench()
        let open = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.2&newOrderRespType=RESULT")
        #expect(open["status"] as? String == "FILLED" && raw(open["executedQty"]) == 20_000_000)
        let acknowledged = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1")
        #expect(acknowledged["status"] as? String == "NEW" && raw(acknowledged["executedQty"]) == 0)
        #expect(raw(position(&bench)["positionAmt"]) == 30_000_000)
        bench.go(milliseconds: 60_000)
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.5")
        let turned = position(&bench)
        #expect(raw(turned["positionAmt"]) == -20_000_000 && raw(turned["entryPrice"]) > 0)
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.2&reduceOnly=true")
        #expect(raw(position(&bench)["positionAmt"]) == 0 && raw(position(&bench)["entryPrice"]) == 0)
        let trades = bench.tradeList(.get, "/fapi/v1/userTrades", "symbol=BTCUSDT")
        let profit = trades.reduce(0) { $0 + raw($1["realizedPnl"]) }
        let fees = trades.reduce(0) { $0 + raw($1["commission"]) }
        // What was bought and sold is flat, so the profit is what came in less what went out.
        let flow = trades.reduce(0) { $0 + ($1["side"] as? String == "SELL" ? 1 : -1) * raw($1["quoteQty"]) }
        #expect(abs(profit - flow) <= Int64(trades.count))
        let balance = bench.tradeList(.get, "/fapi/v3/balance")[0]
        #expect(raw(balance["balance"]) == Money(100_000).raw + profit - fees)
        #expect(raw(balance["availableBalance"]) == raw(balance["balance"]))
        let income = bench.tradeList(.get, "/fapi/v1/income", "limit=1000")
        #expect(income.reduce(0) { $0 + raw($1["income"]) } == raw(balance["balance"]))
        #expect(Set(income.compactMap { $0["incomeType"] as? String }) == ["TRANSFER", "REALIZED_PNL", "COMMISSION"])
        #expect(bench.tradeList(.get, "/fapi/v3/positionRisk").isEmpty)
    }

    @Test func `margin is what the position and its orders take`() throws {
        var bench = bench()
        #expect(whole(bench.trade(.post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=10")["leverage"]) == 10)
        let brackets = bench.tradeList(.get, "/fapi/v1/leverageBracket")[0]["brackets"] as? [[String: Any]]
        #expect(brackets?.first?["maintMarginRatio"] as? Double == 0.004)
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1")
        let account = bench.trade(.get, "/fapi/v3/account")
        let row = try #require((account["positions"] as? [[String: Any]])?.first)
        let mark = raw(bench.object("/fapi/v1/premiumIndex?symbol=BTCUSDT")["markPrice"])
        #expect(raw(row["notional"]) == mark && raw(row["initialMargin"]) == (mark + 9) / 10)
        // 0.5 % in BTC's second bracket, less 50.
        #expect(raw(row["maintMargin"]) == (mark * 50 + 9999) / 10_000 - Money(50).raw)
        let available = raw(account["availableBalance"])
        #expect(available == raw(account["totalMarginBalance"]) - raw(row["initialMargin"]))
        // As much to buy again takes as much again, to sell it takes nothing.
        let bid = quote(&bench).bid
        let sell = bench.send(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=2&price=\(bid + Price(900))")
        #expect(sell.status == 200 && raw(bench.trade(.get, "/fapi/v3/account")["totalOpenOrderInitialMargin"]) < Money(200).raw)
        #expect(code(bench.send(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=10&price=\(bid)")) == -2019)
        #expect(code(bench.send(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=100")) == -2019)
        #expect(code(bench.send(.post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=126")) == -4028)
        #expect(code(bench.send(.post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=0")) == -4028)
        #expect(code(bench.send(.post, "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=CROSSED")) == -4046)
        #expect(code(bench.send(.post, "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED")) == -4047)
        _ = bench.send(.delete, "/fapi/v1/allOpenOrders", "symbol=BTCUSDT")
        #expect(code(bench.send(.post, "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED")) == -4048)
        let risk = position(&bench)
        // The wallet and the maintenance margin meet where it is liquidated.
        let liquidation = raw(risk["liquidationPrice"])
        let lost = raw(account["totalWalletBalance"]) - (raw(risk["entryPrice"]) - liquidation)
        let kept = liquidation * 50 / 10_000 - Money(50).raw
        #expect(abs(lost - kept) < Money(1).raw, "\(liquidation) \(lost) \(kept)")
    }

    @Test func `reduce-only closes what there is and no more`() throws {
        var bench = bench()
        let (bid, ask) = quote(&bench)
        #expect(code(bench.send(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1&reduceOnly=true")) == -2022)
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.3")
        #expect(code(bench.send(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1&reduceOnly=true")) == -2022)
        let target = "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&reduceOnly=true&price=\(ask + Price(900))"
        let first = whole(bench.trade(.post, Self.order, target + "&quantity=0.2")["orderId"])
        let second = bench.trade(.post, Self.order, target + "&quantity=0.2")
        #expect(raw(second["origQty"]) == 10_000_000)
        #expect(code(bench.send(.post, Self.order, target + "&quantity=0.1")) == -4118)
        // The position shrinks: what would close more than it has goes.
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1")
        #expect(status(first, &bench) == "NEW" && status(whole(second["orderId"]), &bench) == "EXPIRED")
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.5")
        #expect(status(first, &bench) == "EXPIRED" && raw(position(&bench)["positionAmt"]) == -30_000_000)
        _ = bid
    }

    @Test func `long and short are kept apart where the account wants it`() throws {
        var bench = bench()
        let long = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.2&positionSide=LONG"
        #expect(code(bench.send(.post, Self.order, long)) == -4061)
        #expect(code(bench.send(.post, "/fapi/v1/positionSide/dual", "dualSidePosition=false")) == -4059)
        #expect(bench.send(.post, "/fapi/v1/positionSide/dual", "dualSidePosition=true").status == 200)
        #expect(bench.trade(.get, "/fapi/v1/positionSide/dual")["dualSidePosition"] as? Bool == true)
        #expect(bench.send(.post, Self.order, long).status == 200)
        #expect(code(bench.send(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.2")) == -4061)
        #expect(code(bench.send(.post, Self.order, long + "&reduceOnly=true")) == -1106)
        #expect(bench.send(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1&positionSide=SHORT").status == 200)
        #expect(raw(position(&bench, "LONG")["positionAmt"]) == 20_000_000 && raw(position(&bench, "SHORT")["positionAmt"]) == -10_000_000)
        #expect(code(bench.send(.post, "/fapi/v1/positionSide/dual", "dualSidePosition=false")) == -4068)
        // It never turns.
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.9&positionSide=LONG")
        #expect(raw(position(&bench, "LONG")["positionAmt"]) == 0)
        #expect(code(bench.send(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1&positionSide=LONG")) == -2022)
    }

    @Test func `what can't be is refused in futures' words`() throws {
        var bench = bench()
        let (bid, ask) = quote(&bench)
        let limit = "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.1&timeInForce="
        let refusals: [(String, Int64)] = [
            (limit + "GTX&price=\(ask)", -5022), ("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=100&timeInForce=FOK&price=\(ask)", -5021),
            (limit + "GTC&price=\(bid.raw / 100_000_000).05", -1111), (limit + "GTC&price=0", -4013), (limit + "GTC&price=99999999999", -4002),
            (limit + "GTC", -1102), (limit + "ABC&price=\(bid)", -1115), (limit + "GTD&price=\(bid)", -1102),
            (limit + "GTD&goodTillDate=1&price=\(bid)", -5040), ("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0", -4003),
            ("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.0001", -1111), ("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=121", -4005),
            ("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=99999999999999999999", -4005), ("symbol=BTCUSDT&side=BUY&type=MARKET", -1102),
            ("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=abc", -1102), ("symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=1&stopPrice=1", -4120),
            ("symbol=BTCUSDT&side=BUY&type=FUN&quantity=1", -1116), ("symbol=ABC&side=BUY&type=MARKET&quantity=1", -1121),
            (limit + "GTC&price=\(bid)&newClientOrderId=\(String(repeating: "a", count: 37))", -4015),
            (limit + "GTC&price=\(bid)&newClientOrderId=%20", -1100), (limit + "GTC&price=\(bid)&priceMatch=OPPONENT", -1106),
            (limit + "GTC&priceMatch=FUN", -1130), ("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1&reduceOnly=maybe", -1130),
        ]
        for (query, expected) in refusals {
            let answer = bench.send(.post, Self.order, query)
            #expect(answer.status == 400 && code(answer) == expected, "\(query): \(answer)")
        }
        #expect(bench.tradeList(.get, "/fapi/v1/openOrders").isEmpty && bench.simulator.desks[0].orders.isEmpty)
    }

    @Test func `an order is changed, and ends by its date or its countdown`() throws {
        var bench = bench()
        let bid = quote(&bench).bid
        let time = bench.simulator.time(at: bench.moment).milliseconds
        let dated = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTD&goodTillDate=\(time + 700_000)&quantity=0.1&price=\(bid - Price(2000))")
        let other = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=\(bid - Price(2000))")
        let id = whole(other["orderId"])
        let change = "symbol=BTCUSDT&side=BUY&orderId=\(id)"
        #expect(code(bench.send(.put, Self.order, "\(change)&quantity=0.1&price=\(bid - Price(2000))")) == -5027)
        #expect(code(bench.send(.put, Self.order, "\(change)&quantity=0.1&price=\(bid)&reduceOnly=true")) == -5047)
        let changed = bench.trade(.put, Self.order, "\(change)&quantity=0.2&price=\(bid - Price(1900))")
        #expect(raw(changed["origQty"]) == 20_000_000 && raw(changed["price"]) == (bid - Price(1900)).raw)
        #expect(whole(changed["orderId"]) == id)
        let stop = bench.trade(.post, Self.algo, "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.1&triggerPrice=\(bid - Price(3000))")
        #expect(bench.trade(.post, "/fapi/v1/countdownCancelAll", "symbol=BTCUSDT&countdownTime=100000")["countdownTime"] as? String == "100000")
        bench.go(milliseconds: 99_999)
        #expect(status(id, &bench) == "NEW")
        bench.go(milliseconds: 1)
        #expect(status(id, &bench) == "CANCELED" && status(whole(dated["orderId"]), &bench) == "CANCELED")
        #expect(bench.trade(.get, Self.algo, "algoId=\(whole(stop["algoId"]))")["algoStatus"] as? String == "NEW")
        let late = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTD&goodTillDate=\(time + 900_000)&quantity=0.1&price=\(bid - Price(4000))")
        bench.go(milliseconds: 900_000)
        #expect(status(whole(late["orderId"]), &bench) == "EXPIRED")
        var switched = SimulatorTerms()
        switched.countdownTakesAlgos = true
        var both = self.bench(3, switched)
        let algo = both.trade(.post, Self.algo, "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.1&triggerPrice=\(bid - Price(3000))")
        _ = both.trade(.post, "/fapi/v1/countdownCancelAll", "symbol=BTCUSDT&countdownTime=10")
        both.go(milliseconds: 11)
        #expect(both.trade(.get, Self.algo, "algoId=\(whole(algo["algoId"]))")["algoStatus"] as? String == "CANCELED")
    }

    @Test func `a conditional order waits, fires and becomes an order`() throws {
        var bench = bench()
        let bid = quote(&bench).bid
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.3")
        let base = "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&"
        #expect(code(bench.send(.post, Self.algo, base + "type=STOP_MARKET&quantity=0.1&triggerPrice=\(bid + Price(900))")) == -2021)
        #expect(code(bench.send(.post, Self.algo, base + "type=STOP_MARKET&quantity=0.1&closePosition=true&triggerPrice=\(bid - Price(90))")) == -4137)
        #expect(code(bench.send(.post, Self.algo, base + "type=STOP_MARKET&reduceOnly=true&closePosition=true&triggerPrice=\(bid - Price(90))")) == -4138)
        #expect(code(bench.send(.post, Self.algo, base + "type=STOP_MARKET&quantity=0.1")) == -1102)
        #expect(code(bench.send(.post, Self.algo, base + "type=TRAILING_STOP_MARKET&quantity=0.1&callbackRate=21")) == -1130)
        let socket = try hear(&bench)
        let stop = bench.trade(.post, Self.algo, base + "type=STOP_MARKET&closePosition=true&triggerPrice=\(bid - Price(60))&clientAlgoId=stop")
        let target = bench.trade(.post, Self.algo, base + "type=TAKE_PROFIT_MARKET&closePosition=true&triggerPrice=\(bid + Price(60))&clientAlgoId=target")
        #expect(stop["algoStatus"] as? String == "NEW" && bench.tradeList(.get, "/fapi/v1/openAlgoOrders").count == 2)
        waitForAlgos(&bench)
        #expect(raw(position(&bench)["positionAmt"]) == 0)
        let states = [stop, target].map { bench.trade(.get, Self.algo, "algoId=\(whole($0["algoId"]))") }
        #expect(states.map { $0["algoStatus"] as? String ?? "" }.sorted() == ["EXPIRED", "FINISHED"])
        let done = try #require(states.first { $0["algoStatus"] as? String == "FINISHED" })
        let order = bench.trade(.get, Self.order, "symbol=BTCUSDT&orderId=\(done["actualOrderId"] as? String ?? "")")
        #expect(order["status"] as? String == "FILLED" && order["origType"] as? String == done["orderType"] as? String)
        #expect(order["closePosition"] as? Bool == true && raw(done["actualQty"]) == 30_000_000)
        let events = bench.events(socket)
        let name = done["clientAlgoId"] as? String
        let told = events.filter { $0["e"] as? String == "ALGO_UPDATE" }.compactMap { $0["o"] as? [String: Any] }
            .filter { $0["caid"] as? String == name }.map { $0["X"] as? String }
        #expect(told == ["NEW", "TRIGGERING", "TRIGGERED", "FINISHED"])
        // Without margin it is refused when its time comes, and says why.
        _ = bench.trade(.post, Self.algo, "algoType=CONDITIONAL&symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=100&triggerPrice=\(quote(&bench).ask + Price(30))&clientAlgoId=dear")
        waitForAlgos(&bench)
        let refused = bench.events(socket).compactMap { $0["o"] as? [String: Any] }.last { $0["caid"] as? String == "dear" }
        #expect(refused?["X"] as? String == "REJECTED" && refused?["rm"] as? String == "Margin is insufficient.")
    }

    /// The documents' examples, in percent.
    @Test(arguments: [(Side.sell, 4650, 750, 430_125), (.buy, 4200, 500, 441_000), (.buy, 3700, 850, 401_450)])
    func `a trailing order fires where the documents say`(side: Side, extreme: Int, points: Int64, fires: Int64) {
        var shown = PrintedAlgo(
            id: 1, name: "a", side: side, positionSide: .both, type: .trailingStopMarket, term: .untilCancelled,
            quantity: Quantity(1), price: .zero, trigger: .zero, working: .last, prevention: .none, at: .zero)
        shown.callback = Price(raw: points * 1_000_000)
        var algo = DeskAlgo(shown: shown, account: 0, symbol: 0)
        #expect(algo.notice(last: Price(extreme * 10), mark: Price(1), protect: .zero).fires == false)
        let limit = Price(raw: fires * 10_000_000)
        let before = limit + Price(raw: side == .sell ? 1 : -1)
        #expect(algo.notice(last: before, mark: Price(1), protect: .zero).fires == false)
        #expect(algo.notice(last: limit, mark: Price(1), protect: .zero).fires)
    }

    @Test func `funding is paid at its hour, and a position that can't be kept is closed`() throws {
        let falling = (0..<30).map { index in
            let (open, close) = (Price(100_000 - 100 * index), Price(99_900 - 100 * index))
            let candle = Candle(
                openTime: day + .minutes(Int64(index)), closeTime: day + .minutes(Int64(index + 1)), open: open,
                high: open, low: close, close: close, volume: 100, quoteVolume: 10_000_000)
            return Kline(SymbolID(0), .m1, candle)
        }
        var bench = Bench(falling, .um, accounts: [Trader.one.terms(500)])
        bench.go(milliseconds: 30_000)
        _ = bench.trade(.post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=100")
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.3")
        let resting = whole(bench.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.1&price=\(quote(&bench).ask + Price(20_000))")["orderId"])
        let liquidation = raw(position(&bench)["liquidationPrice"])
        let socket = try hear(&bench)
        for _ in 0..<1700 {
            if raw(position(&bench)["positionAmt"]) == 0 { break }
            bench.go(milliseconds: 1000)
        }
        let mark = raw(bench.object("/fapi/v1/premiumIndex?symbol=BTCUSDT")["markPrice"])
        #expect(abs(mark - liquidation) < Price(30).raw, "\(mark) \(liquidation)")
        let closed = bench.tradeList(.get, "/fapi/v1/allOrders", "symbol=BTCUSDT").last ?? [:]
        #expect((closed["clientOrderId"] as? String)?.hasPrefix("autoclose-") == true, "\(closed)")
        #expect(closed["status"] as? String == "FILLED" && status(resting, &bench) == "EXPIRED")
        #expect(raw(bench.tradeList(.get, "/fapi/v2/balance")[0]["balance"]) >= 0)
        let kinds = bench.events(socket).compactMap { ($0["o"] as? [String: Any])?["x"] as? String }
        #expect(kinds.contains("CALCULATED"))
        #expect(bench.tradeList(.get, "/fapi/v1/income", "incomeType=INSURANCE_CLEAR").isEmpty == false)
        // What the insurance fund took, too, has a number of its own and a price on the tick.
        let trades = bench.tradeList(.get, "/fapi/v1/userTrades", "symbol=BTCUSDT")
        #expect(Set(trades.map { whole($0["id"]) }).count == trades.count && trades.allSatisfy { whole($0["id"]) > 0 })
        #expect(trades.allSatisfy { raw($0["price"]) % 10_000_000 == 0 }, "\(trades)")

        var other = self.bench(5)
        _ = other.trade(.post, Self.order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1")
        other.go(milliseconds: 8 * 3_600_000 - 600_000)
        let ear = try hear(&other)
        other.go(milliseconds: 600_000)
        let paid = other.tradeList(.get, "/fapi/v1/income", "incomeType=FUNDING_FEE")
        let event = other.events(ear).first { ($0["a"] as? [String: Any])?["m"] as? String == "FUNDING_FEE" }
        #expect(paid.count == 1 && raw(paid[0]["income"]) > 0)
        #expect(((event?["a"] as? [String: Any])?["P"] as? [Any])?.isEmpty == true)
    }

    @Test func `events tell each trade with the account after it, and end with their key`() throws {
        var bench = bench()
        let socket = try hear(&bench)
        let some = try hear(&bench, "&events=ORDER_TRADE_UPDATE")
        _ = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1&newClientOrderId=a")
        let events = bench.events(socket)
        #expect(events.map { $0["e"] as? String }.prefix(3) == ["ORDER_TRADE_UPDATE", "ORDER_TRADE_UPDATE", "ACCOUNT_UPDATE"])
        let last = try #require(events.compactMap { $0["o"] as? [String: Any] }.last)
        #expect(last["x"] as? String == "TRADE" && last["X"] as? String == "FILLED" && raw(last["z"]) == 10_000_000)
        let account = try #require(events.last?["a"] as? [String: Any])
        let row = try #require((account["P"] as? [[String: Any]])?.first)
        #expect(raw(row["pa"]) == 10_000_000 && account["m"] as? String == "ORDER")
        #expect(bench.events(some).allSatisfy { $0["e"] as? String == "ORDER_TRADE_UPDATE" })
        let resting = bench.trade(.post, Self.order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=\(quote(&bench).bid - Price(900))")
        #expect(bench.events(socket).count == 1)
        _ = bench.send(.delete, Self.order, "symbol=BTCUSDT&orderId=\(whole(resting["orderId"]))")
        #expect(bench.events(socket).compactMap { ($0["o"] as? [String: Any])?["X"] as? String } == ["CANCELED"])
        _ = bench.trade(.post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=7")
        #expect(bench.events(socket).first?["e"] as? String == "ACCOUNT_CONFIG_UPDATE")
        bench.go(milliseconds: 3_599_000)
        #expect(try bench.asked("/fapi/v1/listenKey", .put, key: "one").status == 200)
        bench.go(milliseconds: 3_599_000)
        #expect(!bench.events(socket).contains { $0["e"] as? String == "listenKeyExpired" })
        bench.go(milliseconds: 2000)
        #expect(bench.events(socket).last?["e"] as? String == "listenKeyExpired")
        #expect(try bench.asked("/fapi/v1/listenKey", .put, key: "one").status == 400)
    }

    @Test func `several orders go in one request, each with its own answer`() throws {
        var bench = bench()
        let bid = quote(&bench).bid
        let good = #"{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","quantity":"0.1","price":"\#(bid - Price(900))"}"#
        let bad = #"{"symbol":"BTCUSDT","side":"SELL","type":"MARKET","quantity":"0.1","reduceOnly":"true"}"#
        let list = "[\(good),\(bad),\(good)]".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let rows = bench.tradeList(.post, "/fapi/v1/batchOrders", "batchOrders=\(list)")
        #expect(rows.count == 3 && rows[0]["status"] as? String == "NEW" && whole(rows[1]["code"]) == -2022)
        let ids = "%5B\(whole(rows[0]["orderId"])),99%5D"
        let gone = bench.tradeList(.delete, "/fapi/v1/batchOrders", "symbol=BTCUSDT&orderIdList=\(ids)")
        #expect(gone.count == 2 && gone[0]["status"] as? String == "CANCELED" && whole(gone[1]["code"]) == -2011)
        let many = "[\(Array(repeating: good, count: 6).joined(separator: ","))]".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        #expect(code(bench.send(.post, "/fapi/v1/batchOrders", "batchOrders=\(many)")) == -4082)
        for text in ["", "x", "%5B%5D", "%5B1%5D", "%7B%7D"] {
            #expect(bench.send(.post, "/fapi/v1/batchOrders", "batchOrders=\(text)").status == 400)
        }
    }

    /// Whatever is ordered, the wallet is what its incomes come to, and what is open can be paid.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `money is conserved whatever is ordered`(seed: UInt64) {
        var bench = bench(seed)
        var chance = SplitMix64(seed: seed)
        func pick(_ count: Int) -> Int { Int(chance.next() % UInt64(count)) }
        for round in 0..<300 {
            let (bid, ask) = quote(&bench)
            // They may have taken all of a side.
            guard bid.isPositive, ask.isPositive else {
                bench.go(milliseconds: 1000)
                continue
            }
            let trader = pick(2) == 0 ? Trader.one : .two
            let side = pick(2) == 0 ? "BUY" : "SELL"
            let near = (pick(2) == 0 ? bid : ask) + Price(raw: Int64(pick(41) - 20) * 10_000_000)
            let head = "symbol=BTCUSDT&side=\(side)&quantity=\(pick(3)).\(String(format: "%03d", 1 + pick(900)))"
            let only = pick(4) == 0 ? "&reduceOnly=true" : ""
            switch pick(8) {
            case 0, 1, 2: _ = bench.send(.post, Self.order, "\(head)\(only)&type=LIMIT&timeInForce=GTC&price=\(near)", trader)
            case 3, 4: _ = bench.send(.post, Self.order, "\(head)\(only)&type=MARKET", trader)
            case 5: _ = bench.send(.post, Self.algo, "algoType=CONDITIONAL&\(head)\(only)&type=TRAILING_STOP_MARKET&callbackRate=0.1", trader)
            case 6: _ = bench.send(.put, Self.order, "\(head)&price=\(near)&orderId=\(max(1, bench.simulator.desks[0].orders.count - pick(5)))", trader)
            default: _ = bench.send(.delete, "/fapi/v1/allOpenOrders", "symbol=BTCUSDT", trader)
            }
            bench.go(milliseconds: Int64(pick(3000)))
            if round % 50 == 0 { _ = bench.send(.post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=\(1 + pick(125))", trader) }
            for account in bench.simulator.accounts {
                let sum = account.futures.incomes.reduce(Money.zero) { $0 + $1.amount }
                #expect(sum == account.futures.balance)
            }
            // Orders that only close never come to more than the position.
            let desk = bench.simulator.desks[0]
            for account in 0..<2 {
                let held = bench.simulator.accounts[account].futures[0].held.quantity
                let closing = desk.open[account].filter { desk[$0].shown.reducesOnly }.reduce(Quantity.zero) { $0 + desk[$1].shown.left }
                #expect(closing <= held.magnitude)
            }
        }
        let positions = bench.simulator.accounts.map { $0.futures[0].held.quantity }
        for (account, quantity) in positions.enumerated() {
            let own = bench.simulator.desks[0].fills.filter { $0.account == account }
            #expect(own.reduce(Int64(0)) { $0 + $1.shown.side.sign * $1.shown.quantity.raw } == quantity.raw)
        }
        #expect(bench.simulator.desks[0].fills.count > 50)
        for trader in [Trader.one, .two] { _ = bench.send(.delete, "/fapi/v1/allOpenOrders", "symbol=BTCUSDT", trader) }
        #expect(bench.simulator.venues[0].symbols[0].waiting == 0)
    }
}
