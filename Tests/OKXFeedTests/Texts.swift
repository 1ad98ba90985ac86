import Market
import Messages

/// Messages of OKX's shape, written by hand.
enum Texts {
    /// A candle of the channel or of an answer, as a row.
    static func row(_ kline: Kline, confirm: Bool = true) -> String {
        let numbers = [kline.open, kline.high, kline.low, kline.close].map { "\"\($0)\"" }.joined(separator: ",")
        return "[\"\(kline.openTime.milliseconds)\",\(numbers),\"\(kline.volume)\",\"\(kline.quoteVolume)\","
            + "\"\(kline.quoteVolume)\",\"\(confirm ? 1 : 0)\"]"
    }

    static func candle(_ kline: Kline, of instrument: String, confirm: Bool = true) -> String {
        message("candle1m", of: instrument, row(kline, confirm: confirm))
    }

    static func message(_ channel: String, of instrument: String = "BTC-USDT", _ rows: String) -> String {
        "{\"arg\":{\"channel\":\"\(channel)\",\"instId\":\"\(instrument)\"},\"data\":[\(rows)]}"
    }

    static func trade(
        _ id: Int, _ price: String = "100.5", side: String = "buy", instrument: String = "BTC-USDT"
    ) -> String {
        message(
            "trades", of: instrument,
            "{\"instId\":\"\(instrument)\",\"tradeId\":\"\(id)\",\"px\":\"\(price)\",\"sz\":\"0.5\","
                + "\"side\":\"\(side)\",\"ts\":\"1652459225000\"}")
    }

    static func ticker(_ bid: String, _ ask: String) -> String {
        message(
            "tickers",
            "{\"instId\":\"BTC-USDT\",\"bidPx\":\"\(bid)\",\"bidSz\":\"1\",\"askPx\":\"\(ask)\",\"askSz\":\"2\","
                + "\"ts\":\"1652459225000\"}")
    }

    /// A book's message as the exchange writes them since 2023.
    static func book(
        _ action: String, _ previous: Int, _ id: Int, bids: [(String, String)] = [], asks: [(String, String)] = [],
        instrument: String = "BTC-USDT"
    ) -> String {
        func side(_ levels: [(String, String)]) -> String {
            levels.map { "[\"\($0.0)\",\"\($0.1)\",\"0\",\"1\"]" }.joined(separator: ",")
        }
        return "{\"arg\":{\"channel\":\"books\",\"instId\":\"\(instrument)\"},\"action\":\"\(action)\",\"data\":[{"
            + "\"asks\":[\(side(asks))],\"bids\":[\(side(bids))],\"ts\":\"1652459225000\",\"checksum\":0,"
            + "\"prevSeqId\":\(previous),\"seqId\":\(id)}]}"
    }

    static func snapshot(_ id: Int) -> String {
        book("snapshot", -1, id, bids: [("100", "1"), ("99", "2")], asks: [("101", "1"), ("102", "3")])
    }
}
