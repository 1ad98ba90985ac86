import Market
import Messages
import Wire

/// One page of the answer to `history`: a map with rows of numbers, as Binance's REST gives klines.
enum HistoryPage {
    /// Writes {"more": bool, "klines": [row, …]}, a row being [open_time, open, high, low, close, volume,
    /// close_time, quote_volume].
    static func encode(_ klines: [Kline], more: Bool, into writer: MapWriter) {
        writer.clear()
        writer.beginMap(2)
        writer.key("more")
        writer.bool(more)
        writer.key("klines")
        writer.beginArray(klines.count)
        for kline in klines {
            writer.beginArray(8)
            writer.integer(kline.openTime.nanoseconds)
            for price in [kline.open, kline.high, kline.low, kline.close] { writer.double(price.double) }
            writer.double(kline.volume)
            writer.integer(kline.closeTime.nanoseconds)
            writer.double(kline.quoteVolume)
        }
    }

    /// Reads such a page, whose candles are of one pair.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, _ symbol: SymbolID
    ) throws(WireError) -> (klines: [Kline], more: Bool) {
        var view = try MapView(bytes)
        guard let more = try view.bool("more") else { throw .missing(field: "more") }
        guard var rows = try view.array("klines") else { throw .missing(field: "klines") }
        var klines: [Kline] = []
        klines.reserveCapacity(rows.count)
        for index in 0..<rows.count { klines.append(try kline(rows.array(index), symbol)) }
        return (klines, more)
    }

    private static func kline(_ row: ArrayView, _ symbol: SymbolID) throws(WireError) -> Kline {
        var row = row
        func price(_ index: Int) throws(WireError) -> Price {
            guard let price = Price(try row.double(index)) else {
                throw .outOfRange(field: "klines", value: "column \(index)", expected: "a price")
            }
            return price
        }
        var kline = Kline()
        kline.symbol = symbol
        kline.openTime = Timestamp(nanoseconds: Int64(clamping: try row.unsigned(0)))
        kline.open = try price(1)
        kline.high = try price(2)
        kline.low = try price(3)
        kline.close = try price(4)
        kline.volume = try row.double(5)
        kline.closeTime = Timestamp(nanoseconds: Int64(clamping: try row.unsigned(6)))
        kline.quoteVolume = try row.double(7)
        return kline
    }
}
