import Exchanges
import Foundation
import Market
import Messages
import TestSupport
import Testing

@testable import ExchangeSimulator

/// Whatever is asked, an answer comes, and it is JSON of a status that the exchange has.
@Suite struct HostileRequestTests {
    private static let names = [
        "symbol", "side", "type", "timeInForce", "quantity", "quoteOrderQty", "price", "stopPrice", "trailingDelta", "icebergQty",
        "newClientOrderId", "origClientOrderId", "orderId", "orderListId", "listClientOrderId", "cancelReplaceMode", "cancelOrderId",
        "newQty", "limit", "startTime", "endTime", "fromId", "page", "incomeType", "positionSide", "reduceOnly", "closePosition",
        "triggerPrice", "activatePrice", "callbackRate", "algoType", "algoId", "clientAlgoId", "workingType", "priceProtect", "priceMatch",
        "goodTillDate", "countdownTime", "leverage", "marginType", "dualSidePosition", "multiAssetsMargin", "amount", "batchOrders",
        "orderIdList", "aboveType", "abovePrice", "aboveStopPrice", "belowType", "belowPrice", "belowStopPrice", "workingSide",
        "workingPrice", "workingQuantity", "pendingType", "pendingSide", "pendingQuantity", "newOrderRespType", "selfTradePreventionMode",
    ]
    private static let values = [
        "BTCUSDT", "BUY", "SELL", "LIMIT", "MARKET", "LIMIT_MAKER", "STOP_LOSS", "TAKE_PROFIT_LIMIT", "STOP_MARKET", "TAKE_PROFIT",
        "TRAILING_STOP_MARKET", "CONDITIONAL", "GTC", "IOC", "FOK", "GTX", "GTD", "0.1", "0.001", "1", "100000", "99999.9", "100100", "0",
        "-1", "9223372036854775807", "9223372036854775808", "92233720368.54775807", "46116860414", "0.00000001", "1e9", "NaN", "", "true",
        "false", "BOTH", "LONG", "SHORT", "MARK_PRICE", "OPPONENT_5", "QUEUE", "ISOLATED", "CROSSED", "125", "20", "5",
        "%5B%5D", "%5B%7B%7D%5D", "%5B1,2%5D", "%00", "%F0%9F%98%80", "a-b", "STOP_ON_FAILURE", "ALLOW_FAILURE", "FULL", "NONE", "EXPIRE_BOTH",
    ]

    @Test(arguments: [MarketKind.spot, .um], [UInt64(1), 2, 3])
    func `anything is answered`(market: MarketKind, seed: UInt64) throws {
        var terms = SimulatorTerms(seed: seed)
        terms.spotLimits = ExchangeLimits(terms.spotLimits.orders(1_000_000).rules.filter { $0.type != "REQUEST_WEIGHT" })
        terms.futuresLimits = ExchangeLimits(terms.futuresLimits.orders(1_000_000).rules.filter { $0.type != "REQUEST_WEIGHT" })
        var bench = Bench(wandering(60, seed: 3), market, terms, accounts: [Trader.one.terms(), Trader.two.terms()])
        bench.go(milliseconds: 30_000)
        var chance = SplitMix64(seed: seed)
        func pick<Element>(_ list: [Element]) -> Element { list[Int(chance.next() % UInt64(list.count))] }
        let routes = market == .spot
            ? SpotAction.allCases.map { ($0.rawValue, "/api/v3/") } : FuturesAction.allCases.map { ($0.rawValue, "/fapi/") }
        var done = 0
        for _ in 0..<3000 {
            let (route, prefix) = pick(routes)
            let parts = route.split(separator: " ")
            let method = try #require(HTTPMethod(rawValue: String(parts[0])))
            // Mostly something that begins well.
            var fields = chance.next() % 4 == 0 ? [] : ["symbol=BTCUSDT", "side=\(pick(["BUY", "SELL"]))", "quantity=\(pick(["0.1", "0.002", "1"]))"]
            for _ in 0..<Int(chance.next() % 8) { fields.append("\(pick(Self.names))=\(pick(Self.values))") }
            if chance.next() % 3 == 0 { fields.append("type=LIMIT&timeInForce=GTC&price=\(99_900 + chance.next() % 200)") }
            let answer = bench.send(method, prefix + parts[1], fields.joined(separator: "&"), pick([.one, .two]))
            #expect([200, 400, 409].contains(answer.status), "\(route) \(fields): \(answer)")
            #expect(!(answer.body is String))
            if answer.status == 200 { done += 1 }
            if chance.next() % 8 == 0 { bench.go(milliseconds: Int64(chance.next() % 4000)) }
        }
        #expect(done > 200)
    }
}
