import Exchanges
import Market
import Messages

let header =
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore"

/// Rows of 1m klines as Binance's um dumps have them, from minute `first` after 2025-05-04 15:33.
func klineRows(_ minutes: Range<Int>, price: Int = 100) -> [String] {
    minutes.map { minute in
        let open = 1_746_372_780_000 + minute * 60_000
        return "\(open),\(price).5,\(price + 2),\(price),\(price + 1),16.5,\(open + 59_999),,,,,"
    }
}

func klineFile(_ minutes: Range<Int>, price: Int = 100) -> String {
    ([header] + klineRows(minutes, price: price)).joined(separator: "\n") + "\n"
}

/// Minutes since 15:33 of the candles among the events.
func minutes(_ events: [MarketEvent]) -> [Int] {
    events.compactMap { event in
        guard case .kline(let kline) = event.message else { return nil }
        return Int((kline.openTime.milliseconds - 1_746_372_780_000) / 60_000)
    }
}

let instruments = InstrumentTable(
    ["BTC/USDT", "ETH/USDT", "SOL/USDT"].map {
        Instrument(
            name: $0, market: .um, tickSize: Price(raw: 1), stepSize: Quantity(raw: 1),
            minQuantity: Quantity(raw: 1),
            maxQuantity: Quantity(1000), minNotional: Money(5))
    })
