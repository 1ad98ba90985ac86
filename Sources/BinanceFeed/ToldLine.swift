import Exchanges
import Market
import Messages

/// What the feed tells of something that it fetched, or that waited, in the form of a stream's message: of
/// what the exchange said it holds all that Strata reads.
enum ToldLine {
    /// The message's JSON; `nil` for what is no trade and no candle.
    static func text(of message: Message, name: String, at time: Timestamp) -> [UInt8]? {
        switch message {
        case .trade(let trade): text(of: trade, name, time)
        case .kline(let kline): text(of: kline, name, time)
        default: nil
        }
    }

    private static func text(of trade: Trade, _ name: String, _ time: Timestamp) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "aggTrade")
            $0.time("E", time)
            $0.text("s", name)
            $0.integer("a", trade.tradeID)
            $0.decimal("p", trade.price, decimals: 8)
            $0.decimal("q", trade.quantity, decimals: 8)
            $0.flag("m", trade.buyerIsMaker)
        }
        return json.bytes
    }

    private static func text(of kline: Kline, _ name: String, _ time: Timestamp) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "kline")
            $0.time("E", time)
            $0.text("s", name)
            $0.object("k") {
                $0.time("t", kline.openTime)
                $0.integer("T", kline.closeTime.milliseconds - 1)
                $0.text("s", name)
                $0.text("i", "\(kline.interval.wireName)")
                $0.decimal("o", kline.open, decimals: 8)
                $0.decimal("c", kline.close, decimals: 8)
                $0.decimal("h", kline.high, decimals: 8)
                $0.decimal("l", kline.low, decimals: 8)
                // The shortest text that reads as the same number.
                $0.text("v", "\(kline.volume)")
                $0.flag("x", true)
                $0.text("q", "\(kline.quoteVolume)")
            }
        }
        return json.bytes
    }
}
