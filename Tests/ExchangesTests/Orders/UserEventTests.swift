import Market
import Messages
import Testing

@testable import Exchanges

/// Messages of an account's stream, by the examples of the exchange's documents.
@Suite struct UserEventTests {
    private let reader = UserEventReader(JSONReader()!, OrderReaderTests.names)

    private func read(_ text: String) throws -> UserEvent {
        try Array(text.utf8).withUnsafeBytes { try reader.read($0) }
    }

    private func order(_ text: String) throws -> OrderUpdate {
        guard case .order(let update) = try read(text) else { throw FeedProblem.cutLine(after: 0) }
        return update
    }

    static let spotTrade =
        #"{"e":"executionReport","E":1709654401000,"s":"BTCUSDT","c":"st-s1-1","S":"BUY","o":"LIMIT","f":"GTC","q":"1.00000000","p":"2500.00000000","P":"0.00000000","x":"TRADE","X":"FILLED","r":"NONE","i":12345678,"l":"1.00000000","z":"1.00000000","L":"2500.00000000","n":"0.00100000","N":"BTC","T":1709654401000,"t":98765432,"w":false,"m":true,"O":1709654400000,"Z":"2500.00000000","C":""}"#

    @Test(arguments: [spotTrade, "{\"subscriptionId\":0,\"event\":\(spotTrade)}", "{\"stream\":\"abc\",\"data\":\(spotTrade)}"])
    func `a fill of spot is read in its envelope and without`(text: String) throws {
        let update = try order(text)
        let trade = try #require(update.trade)
        #expect(update.kind == .trade && update.order.status == .filled && update.order.name.order?.signal == "s1")
        #expect(trade.number == 98_765_432 && trade.price == Price(2500) && trade.quantity == Quantity(1) && trade.isMaker)
        #expect(trade.fee == 100_000 && trade.feeAsset == "BTC" && trade.order == 12_345_678)
    }

    @Test func `of a cancelled order of spot the first id counts`() throws {
        let update = try order(
            #"{"e":"executionReport","E":1709654402000,"s":"BTCUSDT","c":"cancel-7","S":"BUY","o":"LIMIT","f":"GTC","q":"1.00000000","p":"2500.00000000","P":"0.00000000","x":"CANCELED","X":"CANCELED","r":"NONE","i":12345678,"l":"0.00000000","z":"0.00000000","L":"0.00000000","n":"0","N":null,"T":1709654402000,"t":-1,"w":false,"m":false,"O":1709654400000,"Z":"0.00000000","C":"st-s1-1"}"#
        )
        #expect(update.kind == .canceled && update.order.name.order?.signal == "s1" && update.trade == nil)
    }

    static let futuresTrade =
        #"{"e":"ORDER_TRADE_UPDATE","T":1568879465651,"E":1568879465652,"o":{"s":"BTCUSDT","c":"st-s1-1","S":"BUY","o":"LIMIT","f":"GTC","q":"0.002","p":"7100.50","ap":"7100.50","sp":"0","x":"TRADE","X":"PARTIALLY_FILLED","i":8886774,"l":"0.001","z":"0.001","L":"7100.50","N":"USDT","n":"0.01000000","T":1568879465651,"t":12345678,"b":"0","a":"0","m":true,"R":false,"wt":"CONTRACT_PRICE","ot":"LIMIT","ps":"BOTH","cp":false,"AP":"0","cr":"0","pP":false,"si":0,"ss":0,"rp":"12.34","V":"EXPIRE_TAKER"}}"#

    @Test func `a fill of futures is read, and one without a fee too`() throws {
        let update = try order(Self.futuresTrade)
        let trade = try #require(update.trade)
        #expect(update.order.status == .partiallyFilled && update.order.executed == Quantity(0.001)!)
        #expect(trade.number == 12_345_678 && trade.fee == 1_000_000 && trade.time.milliseconds == 1_568_879_465_651)
        let free = try order(Self.futuresTrade.replacing(#""N":"USDT","n":"0.01000000","#, with: ""))
        #expect(free.trade?.fee == 0 && free.trade?.feeAsset.isEmpty == true)
    }

    @Test func `what the exchange closes by force is told as such`() throws {
        for (name, status) in [("autoclose-1", "FILLED"), ("adl_autoclose_1", "NEW_ADL"), ("autoclose-2", "NEW_INSURANCE")] {
            let text = Self.futuresTrade.replacing("st-s1-1", with: name).replacing("PARTIALLY_FILLED", with: status)
            let update = try order(text.replacing(#""x":"TRADE""#, with: #""x":"CALCULATED""#))
            #expect(update.kind == .calculated && update.order.name.forced == .liquidation && update.trade != nil)
        }
    }

    @Test func `a conditional order's event names the order that it became`() throws {
        let text =
            #"{"e":"ALGO_UPDATE","T":1750515742297,"E":1750515742303,"o":{"caid":"st-s1-90","aid":2148719,"at":"CONDITIONAL","o":"TAKE_PROFIT","s":"BTCUSDT","S":"SELL","ps":"BOTH","f":"GTC","q":"0.01","X":"TRIGGERED","ai":"99","ap":"0.00000","aq":"0.00000","act":"0","tp":"750","p":"750","V":"EXPIRE_MAKER","wt":"CONTRACT_PRICE","pm":"NONE","cp":false,"pP":false,"R":false,"tt":0,"gtd":0,"rm":""}}"#
        let update = try order(text)
        #expect(!update.order.reduces && update.order.isConditional && update.order.child == 99 && update.order.status == .filled)
        let new = try order(text.replacing("TRIGGERED", with: "NEW").replacing(#""ai":"99""#, with: #""ai":"""#))
        #expect(new.order.child == 0 && new.order.status == .new)
    }

    @Test func `balances and positions that changed are told`() throws {
        let futures =
            #"{"e":"ACCOUNT_UPDATE","T":1564745798939,"E":1564745798939,"a":{"m":"FUNDING_FEE","B":[{"a":"USDT","wb":"122624.12345678","cw":"100.12345678","bc":"50.12345678"}],"P":[{"s":"BTCUSDT","pa":"-20","ep":"6563.6","bep":"0","cr":"200","up":"0","mt":"isolated","iw":"0.00000000","ps":"BOTH"},{"s":"BTCUSDT","pa":"20","ep":"6563.6","bep":"6563.559","cr":"0","up":"2850.21200","mt":"isolated","iw":"13200.70726908","ps":"LONG"}]}}"#
        guard case .account(let update) = try read(futures) else {
            Issue.record("it is none")
            return
        }
        #expect(update.isFunding && update.balances == [AssetBalance("USDT", 12_262_412_345_678)])
        #expect(update.positions.map(\.quantity) == [Quantity(raw: -2_000_000_000)])
        let spot =
            #"{"subscriptionId":0,"event":{"e":"outboundAccountPosition","E":1564034571105,"u":1564034571073,"B":[{"a":"ETH","f":"10000.000000","l":"0.5"}]}}"#
        guard case .account(let other) = try read(spot) else {
            Issue.record("it is none")
            return
        }
        #expect(!other.isFunding && other.balances == [AssetBalance("ETH", 1_000_050_000_000)])
    }

    @Test func `the rest of a stream is known`() throws {
        let list =
            #"{"subscriptionId":0,"event":{"e":"listStatus","E":1564035303637,"s":"ETHBTC","g":2,"c":"OCO","l":"ALL_DONE","L":"ALL_DONE","r":"NONE","C":"F4QN4G8DlFATFlIUQ0cjdD","T":1564035303625,"O":[{"s":"ETHBTC","i":17,"c":"AJYsMjErWJesZvqlJCTUgL"}]}}"#
        #expect(try read(list) == .list(OrderName("F4QN4G8DlFATFlIUQ0cjdD"), isDone: true))
        let transfer =
            #"{"subscriptionId":0,"event":{"e":"balanceUpdate","E":1573200697110,"a":"BTC","d":"-100.00000000","T":1573200697068}}"#
        #expect(try read(transfer) == .transfer(AssetBalance("BTC", -10_000_000_000)))
        for text in [
            #"{"e":"listenKeyExpired","E":1736996475556,"listenKey":"WsCM"}"#, #"{"event":{"e":"serverShutdown","E":1}}"#,
            #"{"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1728973001334}}"#,
        ] {
            guard case .ended = try read(text) else {
                Issue.record("\(text) ends nothing")
                continue
            }
        }
        #expect(try read(#"{"e":"TRADE_LITE","E":1,"T":1,"s":"BTCUSDT"}"#) == .other("TRADE_LITE"))
    }

    @Test func `answers on the socket say whether it was done`() throws {
        #expect(try read(#"{"id":3,"status":200,"result":{"subscriptionId":0},"rateLimits":[]}"#) == .reply(id: 3, nil))
        let refused = try read(#"{"id":4,"status":400,"error":{"code":-1021,"msg":"Timestamp"},"rateLimits":[]}"#)
        guard case .reply(4, let refusal?) = refused else {
            Issue.record("\(refused)")
            return
        }
        #expect(refusal.code == -1021 && refusal.meaning == .clock)
    }

    @Test func `whatever is broken is an error and never a trap`() throws {
        for text in [Self.futuresTrade, Self.spotTrade, "{\"subscriptionId\":0,\"event\":\(Self.spotTrade)}"] {
            let bytes = Array(text.utf8)
            for place in bytes.indices {
                _ = try? bytes.prefix(place).withUnsafeBytes { try reader.read($0) }
                for other: UInt8 in [0, 34, 45, 57, 92, 123, 125, 255] {
                    var broken = bytes
                    broken[place] = other
                    _ = try? broken.withUnsafeBytes { try reader.read($0) }
                }
            }
        }
        for text in ["", "[]", "[1]", "null", "{}", "\"e\"", #"{"e":5,"E":"x"}"#, #"{"event":{"event":{}}}"#] {
            _ = try? read(text)
        }
        #expect(throws: FeedProblem.self) { try read(Self.futuresTrade.replacing(#""t":12345678"#, with: #""t":-1"#)) }
        #expect(throws: FeedProblem.self) { try read("{") }
    }
}
