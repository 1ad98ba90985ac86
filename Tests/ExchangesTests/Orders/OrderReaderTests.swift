import Market
import Messages
import Testing

@testable import Exchanges

/// Answers about orders and accounts, by the examples of the exchange's documents.
@Suite struct OrderReaderTests {
    static let names = NameTable(["BTCUSDT", "LTCBTC"])
    private let reader = OrderReader(JSONReader()!, OrderReaderTests.names)

    private func orders(_ text: String) throws -> [ExchangeOrder] {
        var found: [ExchangeOrder] = []
        try reader.orders(Array(text.utf8)) { found.append($0) }
        return found
    }

    private func trades(_ text: String) throws -> [ExchangeTrade] {
        var found: [ExchangeTrade] = []
        try reader.trades(Array(text.utf8)) { found.append($0) }
        return found
    }

    private static let full = """
        {"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"st-r7-btc-1-1","transactTime":1507725176595,"price":"0.00000000","origQty":"10.00000000","executedQty":"10.00000000","origQuoteOrderQty":"0.000000","cummulativeQuoteQty":"10.00000000","status":"FILLED","timeInForce":"GTC","type":"MARKET","side":"SELL","workingTime":1507725176595,"selfTradePreventionMode":"NONE","fills":[{"price":"4000.00000000","qty":"1.00000000","commission":"4.00000000","commissionAsset":"USDT","tradeId":56},{"price":"3999.00000000","qty":"9.00000000","commission":"19.99500000","commissionAsset":"BNB","tradeId":57}]}
        """

    @Test func `an order of spot comes with its fills`() throws {
        let order = try reader.order(Array(Self.full.utf8))
        #expect(order.symbol == SymbolID(0) && order.number == 28 && order.status == .filled && order.side == .sell)
        #expect(order.name.order == ClientOrderID(signal: "r7-btc-1", leg: 1))
        #expect(order.quantity == Quantity(10) && order.executed == Quantity(10) && order.price == .zero)
        #expect(order.updated == Timestamp(milliseconds: 1_507_725_176_595))
        var fills: [ExchangeTrade] = []
        try reader.fills(Array(Self.full.utf8), of: order) { fills.append($0) }
        #expect(fills.map(\.number) == [56, 57] && fills.allSatisfy { $0.order == 28 && $0.side == .sell })
        #expect(fills[1].price == Price(3999) && fills[1].quantity == Quantity(9))
        #expect(fills[1].fee == 1_999_500_000 && fills[1].feeAsset == "BNB")
    }

    @Test func `the answer to a cancel names the order, not the cancel`() throws {
        let found = try orders(
            #"{"symbol":"LTCBTC","origClientOrderId":"myOrder1","orderId":4,"orderListId":-1,"clientOrderId":"cancelMyOrder1","transactTime":1684804350068,"price":"2.00000000","origQty":"1.00000000","executedQty":"0.00000000","origQuoteOrderQty":"0.000000","cummulativeQuoteQty":"0.00000000","status":"CANCELED","timeInForce":"GTC","type":"LIMIT","side":"BUY","selfTradePreventionMode":"NONE"}"#
        )
        #expect(found.map { "\($0.name.text)" } == ["myOrder1"])
        #expect(found[0].status == .canceled && found[0].symbol == SymbolID(1) && found[0].name.order == nil)
    }

    @Test func `orders of futures are read alike, and pairs of others have no symbol`() throws {
        let found = try orders(
            #"[{"orderId":12345678,"symbol":"BTCUSDT","status":"EXPIRED_IN_MATCH","clientOrderId":"testOrder123","price":"50000.00","avgPrice":"0.00","origQty":"0.001","executedQty":"0.0005","cumQuote":"0.00","timeInForce":"GTC","type":"LIMIT","reduceOnly":false,"closePosition":false,"side":"BUY","positionSide":"BOTH","stopPrice":"0.00","workingType":"CONTRACT_PRICE","priceProtect":false,"origType":"LIMIT","priceMatch":"NONE","selfTradePreventionMode":"NONE","goodTillDate":0,"time":1625474304765,"updateTime":1625474304766},{"symbol":"XRPUSDT","orderId":1,"clientOrderId":"a","status":"NEW","side":"SELL","origQty":"1","executedQty":"0","updateTime":1}]"#
        )
        #expect(found.count == 2 && found[0].status == .expiredInMatch && found[0].executed == Quantity(0.0005)!)
        #expect(found[0].status.order == .expired && found[1].symbol == .none)
    }

    @Test func `a conditional order tells what it became`() throws {
        let text =
            #"{"algoId":2146760,"clientAlgoId":"st-s-90","algoType":"CONDITIONAL","orderType":"STOP_MARKET","symbol":"BTCUSDT","side":"SELL","positionSide":"BOTH","timeInForce":"GTC","quantity":"0.01","algoStatus":"STATUS","triggerPrice":"750.000","price":"0.000","icebergQuantity":null,"actualOrderId":"77","updateTime":1750485492076}"#
        for (word, status): (String, ExchangeOrder.Status) in [
            ("NEW", .new), ("TRIGGERED", .filled), ("FINISHED", .filled), ("CANCELED", .canceled), ("REJECTED", .rejected),
            ("EXPIRED", .expired),
        ] {
            let order = try reader.conditional(Array(text.replacing("STATUS", with: word).utf8))
            #expect(order.status == status && order.isConditional && order.child == 77 && order.number == 2_146_760)
            #expect(order.trigger == Price(750) && order.name.order?.leg == ClientOrderID.stopLeg)
        }
        #expect(throws: FeedProblem.self) {
            try reader.conditional(Array(text.replacing("STATUS", with: "SLEEPING").utf8))
        }
    }

    @Test func `fills of both markets are read alike`() throws {
        let found = try trades(
            #"[{"symbol":"BNBBTC","id":28457,"orderId":100234,"orderListId":-1,"price":"4.00000100","qty":"12.00000000","quoteQty":"48.000012","commission":"10.10000000","commissionAsset":"BNB","time":1499865549590,"isBuyer":true,"isMaker":false,"isBestMatch":true},{"buyer":false,"commission":"-0.07819010","commissionAsset":"USDT","id":698759,"maker":true,"orderId":25851813,"price":"7819.01","qty":"0.002","quoteQty":"15.63802","baseQty":"0.002","marginAsset":"USDT","realizedPnl":"-0.91539999","side":"SELL","positionSide":"BOTH","symbol":"BTCUSDT","pair":"BTCUSDT","time":1569514978020}]"#
        )
        #expect(found.map(\.side) == [.buy, .sell] && found.map(\.isMaker) == [false, true])
        #expect(found[0].symbol == .none && found[1].symbol == SymbolID(0))
        #expect(found[1].fee == -7_819_010 && found[1].feeAsset == "USDT" && found[1].order == 25_851_813)
    }

    @Test func `an account's balances, positions and settings are read`() throws {
        var balances: [AssetBalance] = []
        try reader.balances(Array(#"{"balances":[{"asset":"BTC","free":"4723846.89208129","locked":"0.00000001"}]}"#.utf8)) {
            balances.append($0)
        }
        try reader.wallets(Array(#"[{"accountAlias":"SgsR","asset":"USDT","balance":"122.12345678"}]"#.utf8)) {
            balances.append($0)
        }
        #expect(balances == [AssetBalance("BTC", 472_384_689_208_130), AssetBalance("USDT", 12_212_345_678)])
        var positions: [ExchangePosition] = []
        try reader.positions(
            Array(#"[{"symbol":"BTCUSDT","positionAmt":"-0.001","entryPrice":"50000.123456789"},{"symbol":"LTCBTC","positionAmt":"0","entryPrice":"0.0"}]"#.utf8)
        ) { positions.append($0) }
        #expect(positions[0].quantity == Quantity(raw: -100_000) && positions[0].entryPrice == Price(50000.12345679)!)
        #expect(positions[1].entryPrice == .absent)
        let modes = try reader.modes(
            Array(#"{"feeTier":0,"canTrade":true,"dualSidePosition":false,"multiAssetsMargin":true}"#.utf8))
        #expect(modes.canTrade && !modes.isHedged && modes.hasSeveralAssets)
        try reader.symbolModes(
            Array(#"[{"symbol":"BTCUSDT","marginType":"ISOLATED","isAutoAddMargin":false,"leverage":21,"maxNotionalValue":"1000000"}]"#.utf8)
        ) { #expect($0.isIsolated && $0.leverage == 21 && $0.symbol == SymbolID(0)) }
        let spot = try reader.spotAccount(
            Array(#"{"commissionRates":{"maker":"0.00100000","taker":"0.00150000"},"canTrade":true,"balances":[]}"#.utf8))
        #expect(spot.canTrade && spot.maker == 0.001 && spot.taker == 0.0015)
        #expect(try reader.listenKey(Array(#"{"listenKey":"pqia91ma19a5s61cv6a81va65sd"}"#.utf8)) == "pqia91ma19a5s61cv6a81va65sd")
        #expect(throws: FeedProblem.self) { try reader.listenKey(Array(#"{"listenKey":"a&b=c"}"#.utf8)) }
    }

    @Test func `funding is what came in of it alone`() throws {
        var paid: [Money] = []
        let rows =
            #"[{"symbol":"","incomeType":"TRANSFER","income":"-0.375","asset":"USDT","time":1},{"symbol":"BTCUSDT","incomeType":"FUNDING_FEE","income":"-0.37500000","asset":"USDT","time":1570608000000}]"#
        try reader.funding(Array(rows.utf8)) { paid += [$2] }
        #expect(paid == [Money(raw: -37_500_000)])
    }

    @Test func `what can't be is refused with its field`() throws {
        let good =
            #"{"symbol":"BTCUSDT","orderId":1,"clientOrderId":"a","status":"NEW","side":"SELL","origQty":"1","executedQty":"0","updateTime":1}"#
        #expect(try orders(good).count == 1)
        for (old, new) in [
            ("\"orderId\":1", "\"orderId\":-1"), ("\"orderId\":1", "\"orderId\":\"x\""), ("NEW", "PENDING"),
            ("SELL", "sell"), ("\"origQty\":\"1\"", "\"origQty\":\"-1\""), ("\"1\"", "\"1e30\""),
            ("\"updateTime\":1", "\"updateTime\":99999999999999999"), ("\"1\"", "\"0.123456789\""),
            ("\"orderId\":1,", ""), ("}", ""), ("{", "[{"),
        ] {
            #expect(throws: FeedProblem.self, "\(old) as \(new)") { try orders(good.replacing(old, with: new)) }
        }
    }

    // MARK: - Names

    @Test func `a name that is Strata's is known again, and no other`() {
        let order = ClientOrderID(signal: "r7-btc-1", leg: 93)
        #expect(OrderName(order)?.order == order)
        for other in ["", "st-", "st--1", "st-a", "st-a-", "st-a-007", "st-a-256", "st-a-+1", "sta-1", "x-TKT5PX2F1", "web_abc"] {
            let name = other.utf8.withContiguousStorageIfAvailable { OrderName(UnsafeRawBufferPointer($0)) }
            #expect(name?.order == nil, "\(other)")
        }
        for (text, purpose): (String, Purpose?) in [
            ("autoclose-1234567890", .liquidation), ("adl_autoclose_12345", .liquidation),
            ("settlement_autoclose-9999", .settlement), ("delivery_autoclose-12345", .settlement), ("auto", nil),
        ] {
            #expect(OrderName(text).forced == purpose)
        }
        #expect(OrderName(ClientOrderID(signal: Label(clipping: String(repeating: "a", count: 31)), leg: 255)) == nil)
    }

    // MARK: - Refusals

    private static let refusals: [(status: Int, body: String, meaning: ExchangeRefusal.Meaning)] = [
        (400, #"{"code":-1013,"msg":"Filter failure: LOT_SIZE"}"#, .refused),
        (400, #"{"code":-2010,"msg":"Account has insufficient balance for requested action."}"#, .refused),
        (400, #"{"code":-2010,"msg":"Duplicate order sent."}"#, .duplicate),
        (400, #"{"code":-4116,"msg":"clientOrderId is duplicated"}"#, .duplicate),
        (400, #"{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}"#, .clock),
        (400, #"{"code":-5028,"msg":"x"}"#, .clock), (400, #"{"code":-2013,"msg":"Order does not exist."}"#, .noOrder),
        (400, #"{"code":-2011,"msg":"Unknown order sent."}"#, .noOrder),
        (400, #"{"code":-1007,"msg":"Timeout waiting for response from backend server."}"#, .unknown),
        (400, #"{"code":-1006,"msg":"x"}"#, .unknown), (400, #"{"code":-1000,"msg":"x"}"#, .unknown),
        (503, #"{"code":-1008,"msg":"Server is currently overloaded"}"#, .later),
        (503, #"{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}"#, .unknown),
        (503, #"{"code":0,"msg":"Service Unavailable."}"#, .later),
        (503, #"{"code":0,"msg":"Unknown error, please check your request or try again later."}"#, .unknown),
        (500, "", .unknown), (502, "<html>bad gateway</html>", .unknown), (504, "", .unknown), (408, "", .unknown),
        (429, #"{"code":-1003,"msg":"Too much request weight used"}"#, .later), (418, "", .later), (403, "<html>", .later),
        (429, #"{"code":-1015,"msg":"Too many new orders"}"#, .later),
        (401, #"{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}"#, .refused),
        (400, #"{"code":-4046,"msg":"No need to change margin type."}"#, .done), (404, "<html>", .unknown), (400, "", .unknown),
        (400, #"{"code":"x"}"#, .unknown),
    ]

    @Test(arguments: refusals.indices) func `a refusal says whether something may have been done`(place: Int) {
        let row = Self.refusals[place]
        let refusal = reader.refusal(HTTPResponse(status: row.status, body: Array(row.body.utf8)))
        #expect(refusal.meaning == row.meaning, "\(refusal)")
    }
}
