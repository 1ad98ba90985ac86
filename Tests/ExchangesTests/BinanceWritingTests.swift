import Exchanges
import Market
import Testing

/// The writers against messages that the exchange sent (spot 2021 and 2024, futures 2021 and 2024, see
/// samples/README.md), and where none was recorded against the forms that it documents.
@Suite struct BinanceWritingTests {
    private let spot = NumberForm(.spot, pricePrecision: 2, quantityPrecision: 5)
    private let futures = NumberForm(.um, pricePrecision: 2, quantityPrecision: 3)

    private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    private func level(_ price: String, _ quantity: String) throws -> BookLevel {
        BookLevel(price: try Price(price), quantity: try Quantity(quantity))
    }

    private func trade(_ id: Int64, _ price: String, _ quantity: String, _ time: Int64, _ maker: Bool) throws
        -> PrintedTrade
    {
        PrintedTrade(
            id: id, time: at(time), price: try Price(price), quantity: try Quantity(quantity),
            buyerIsMaker: maker)
    }

    @Test func `trades are written as they were recorded`() throws {
        let one = try trade(3_735_683_259, "61837.63", "0.02", 1_723_161_255_342, true)
        #expect(
            text(BinanceWriting.trade(one, .spot, symbol: "BTCUSDT", spot, at: at(1_723_161_255_343)))
                == #"{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true}"#)
        let other = try trade(5_266_583_935, "61800.3", "0.006", 1_723_161_256_322, false)
        #expect(
            text(BinanceWriting.trade(other, .um, symbol: "BTCUSDT", futures, at: at(1_723_161_256_322)))
                == #"{"e":"trade","E":1723161256322,"T":1723161256322,"s":"BTCUSDT","t":5266583935,"p":"61800.30","q":"0.006","X":"MARKET","m":false}"#)
        let first = try trade(745_522_877, "58001.03", "0.086205", 1_617_566_591_314, true)
        let aggregate = AggregateTrade(id: 665_076_760, first)
        #expect(
            text(BinanceWriting.aggregate(aggregate, .spot, symbol: "BTCUSDT", spot, at: at(1_617_566_591_315)))
                == #"{"e":"aggTrade","E":1617566591315,"s":"BTCUSDT","a":665076760,"p":"58001.03000000","q":"0.08620500","f":745522877,"l":745522877,"T":1617566591314,"m":true,"M":true}"#)
        #expect(
            text(BinanceWriting.aggregate(aggregate, .um, symbol: "BTCUSDT", futures, at: at(1)))
                == #"{"e":"aggTrade","E":1,"s":"BTCUSDT","a":665076760,"p":"58001.03","q":"0.086","nq":"0.086","f":745522877,"l":745522877,"T":1617566591314,"m":true,"st":1}"#)
        #expect(
            text(BinanceWriting.trades([try trade(28457, "4.000001", "12", 1_499_865_549_590, true)], .spot, spot))
                == #"[{"id":28457,"price":"4.00000100","qty":"12.00000000","quoteQty":"48.00001200","time":1499865549590,"isBuyerMaker":true,"isBestMatch":true}]"#)
    }

    @Test func `books and quotes are written as they were recorded`() throws {
        let bids = [try level("43.5083", "7"), try level("43.505", "0"), try level("43.4797", "0")]
        let diff = BinanceWriting.depthUpdate(
            DepthUpdate(firstID: 1_513_939_202, lastID: 1_513_939_205), bids: bids, asks: [], .spot,
            symbol: "DOTUSDT", spot, at: at(1_617_566_591_307))
        #expect(
            text(diff)
                == #"{"e":"depthUpdate","E":1617566591307,"s":"DOTUSDT","U":1513939202,"u":1513939205,"b":[["43.50830000","7.00000000"],["43.50500000","0.00000000"],["43.47970000","0.00000000"]],"a":[]}"#)
        let sushi = NumberForm(.um, pricePrecision: 4, quantityPrecision: 0)
        let future = BinanceWriting.depthUpdate(
            DepthUpdate(firstID: 600_859_599_090, lastID: 600_859_600_917, previousID: 600_859_598_061),
            bids: [try level("7.504", "813"), try level("7.609", "0")], asks: [try level("7.615", "1563")], .um,
            symbol: "SUSHIUSDT", sushi, at: at(1_626_992_741_037))
        #expect(
            text(future)
                == #"{"e":"depthUpdate","E":1626992741037,"T":1626992741037,"s":"SUSHIUSDT","ps":"SUSHIUSDT","st":1,"U":600859599090,"u":600859600917,"pu":600859598061,"b":[["7.5040","813"],["7.6090","0"]],"a":[["7.6150","1563"]]}"#)
        let (bid, ask) = (try level("61837.63", "3.78826"), try level("61837.64", "1.54698"))
        #expect(
            text(BinanceWriting.bookTicker(50_093_239_212, bid: bid, ask: ask, .spot, symbol: "BTCUSDT", spot, at: at(1)))
                == #"{"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"}"#)
        #expect(
            text(BinanceWriting.depth(1_027_024, bids: [try level("4", "431")], asks: [try level("4.000002", "12")], .spot, spot, at: at(1)))
                == #"{"lastUpdateId":1027024,"bids":[["4.00000000","431.00000000"]],"asks":[["4.00000200","12.00000000"]]}"#)
        let rest = BinanceWriting.depth(600_859_605_926, bids: [try level("7.611", "6")], asks: [], .um, sushi, at: at(7))
        #expect(text(rest) == #"{"lastUpdateId":600859605926,"E":7,"T":7,"bids":[["7.6110","6"]],"asks":[]}"#)
    }

    @Test func `candles are written as they were recorded`() throws {
        var candle = ExchangeCandle(openTime: at(1_626_992_700_000), price: try Price("1.01"))
        (candle.close, candle.high) = (try Price("1.011"), try Price("1.011"))
        (candle.firstID, candle.trades) = (23_961_275, 48)
        (candle.volume, candle.quoteVolume) = (Volume(Quantity(3917)), Volume(try Money("3957.899")))
        (candle.takerVolume, candle.takerQuoteVolume) = (Volume(Quantity(1729)), Volume(try Money("1748.019")))
        let form = NumberForm(.um, pricePrecision: 5, quantityPrecision: 0)
        let event = BinanceWriting.candle(
            candle, interval: "1m", closeTime: at(1_626_992_760_000), isClosed: false, symbol: "CTKUSDT", form,
            at: at(1_626_992_741_424))
        #expect(
            text(event)
                == #"{"e":"kline","E":1626992741424,"s":"CTKUSDT","k":{"t":1626992700000,"T":1626992759999,"s":"CTKUSDT","i":"1m","f":23961275,"L":23961322,"o":"1.01000","c":"1.01100","h":"1.01100","l":"1.01000","v":"3917","n":48,"x":false,"q":"3957.89900","V":"1729","Q":"1748.01900","B":"0"}}"#)
        var json = JSONText()
        BinanceWriting.row(candle, closeTime: at(1_626_992_760_000), spot, into: &json)
        #expect(
            text(json.bytes)
                == #"[1626992700000,"1.01000000","1.01100000","1.01000000","1.01100000","3917.00000000",1626992759999,"3957.89900000",48,"1729.00000000","1748.01900000","0"]"#)
    }

    @Test func `refusals, answers and combined events have the exchange's form`() {
        #expect(text(ExchangeError(-1121, "Invalid symbol.").body) == #"{"code":-1121,"msg":"Invalid symbol."}"#)
        #expect(text(BinanceWriting.result(.number(1))) == #"{"result":null,"id":1}"#)
        #expect(text(BinanceWriting.result(.text("a"), Array("[]".utf8))) == #"{"result":[],"id":"a"}"#)
        #expect(
            text(BinanceWriting.refused(2, "Invalid request: invalid stream", .none))
                == #"{"error":{"code":2,"msg":"Invalid request: invalid stream"},"id":null}"#)
        #expect(
            text(BinanceWriting.combined(Array("btcusdt@trade".utf8), Array("{}".utf8)))
                == #"{"stream":"btcusdt@trade","data":{}}"#)
    }

    @Test func `numbers keep their decimals and texts their odd letters`() {
        var json = JSONText()
        json.array {
            for decimals in [0, 2, 8] { $0.decimal(-123_456_789, decimals: decimals) }
            $0.decimal(99_999_999, decimals: 2)
            $0.decimal(-1, decimals: 2)
            $0.decimal(Int128(Int64.max) * 1000, decimals: 8)
            $0.integer(.min)
            $0.text("a\"\\\u{1}\u{1f}é")
        }
        #expect(
            text(json.bytes)
                == #"["-1","-1.23","-1.23456789","1.00","0.00","92233720368547.75807000",-9223372036854775808,"a\"\\\u0001\u001fé"]"#)
        #expect(Volume(Double.nan) == .zero && Volume(-1.0) == .zero && Volume(29.715) == Volume(raw: 2_971_500_000))
    }
}
