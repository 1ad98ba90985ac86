import Market
import Messages

/// Reads candles: Binance's kline dumps of each generation, and what other programs write with a header
/// (`CSVSchema.klines`).
///
/// A candle's event time is the moment at which it is known, open time + length; files carry the open
/// time, and delivering it then would be look-ahead. Columns behind the volume may be empty or missing; a
/// missing quote volume is estimated as volume × typical price ((high + low + close) / 3).
struct KlineRows: RowReader {
    private let symbol: SymbolID
    let candleLength: Timeframe?
    private var interval: Timeframe?

    /// - Parameter interval: length of the candles where the file's name tells it.
    init(symbol: SymbolID, interval: Timeframe?) {
        self.symbol = symbol
        candleLength = interval
        self.interval = interval
    }

    mutating func beginFile() { interval = candleLength }

    mutating func read(
        _ row: CSVLine, at place: LinePlace, _ layout: inout CSVLayout, into event: inout MarketEvent
    ) throws(FeedProblem) {
        let length = try length(of: row, from: place.time, &layout)
        var kline = Kline()
        kline.symbol = symbol
        kline.interval = length
        kline.openTime = place.time
        kline.closeTime = place.time + length.span
        try Self.readPrices(of: row, layout, into: &kline)
        try Self.readVolumes(of: row, layout, into: &kline)
        guard place.time == place.time.floor(to: length.span) else {
            throw .offGrid(column: CSVField.time.name, found: place.time, interval: length)
        }
        event = MarketEvent(.kline(kline), at: kline.closeTime)
    }

    /// The candle's length, by the file's name or by the first line that tells it; the close time must fit
    /// it: the next open time, or a unit less, whatever the unit.
    private mutating func length(
        of row: CSVLine, from openTime: Timestamp, _ layout: inout CSVLayout
    ) throws(FeedProblem) -> Timeframe {
        let text = row[layout.place(.closeTime)]
        guard !text.isEmpty else {
            guard let interval else { throw .unknownInterval(found: "") }
            return interval
        }
        let span = try layout.time(.closeTime, row) - openTime
        func fits(_ length: Timeframe) -> Bool {
            span <= length.span && span.nanoseconds >= length.span.nanoseconds - 1_000_000_000
        }
        if let interval {
            guard fits(interval) else {
                let expected = "open_time + \(interval.wireName) − 1 unit"
                throw layout.bad(.closeTime, row, expected: expected)
            }
            return interval
        }
        interval = Timeframe.allCases.first(where: fits)
        guard let interval else { throw .unknownInterval(found: FieldText.excerpt(text)) }
        return interval
    }

    private static func readPrices(
        of row: CSVLine, _ layout: CSVLayout, into kline: inout Kline
    ) throws(FeedProblem) {
        kline.open = try layout.price(.open, row)
        kline.high = try layout.price(.high, row)
        kline.low = try layout.price(.low, row)
        kline.close = try layout.price(.close, row)
        guard kline.low <= min(kline.open, kline.close) else {
            throw .incoherent(
                column: CSVField.low.name, found: layout.text(.low, row),
                expected: "no more than open, close and high")
        }
        guard kline.high >= max(kline.open, kline.close) else {
            throw .incoherent(
                column: CSVField.high.name, found: layout.text(.high, row),
                expected: "no less than open, close and low")
        }
    }

    private static func readVolumes(
        of row: CSVLine, _ layout: CSVLayout, into kline: inout Kline
    ) throws(FeedProblem) {
        kline.volume = try layout.volume(.volume, row)
        if row[layout.place(.quoteVolume)].isEmpty {
            kline.quoteVolume = kline.volume * (kline.high.double + kline.low.double + kline.close.double) / 3
        } else {
            kline.quoteVolume = try layout.volume(.quoteVolume, row)
        }
    }
}
