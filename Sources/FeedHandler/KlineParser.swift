import Market
import Messages

/// Reads candles: Binance's kline dumps of each generation, and what other programs write with a header
/// (`CSVSchema.klines`).
///
/// A candle's event time is the moment at which it is known, open time + length; files carry the open
/// time, and delivering it then would be look-ahead. Columns behind the volume may be empty or missing; a
/// missing quote volume is estimated as volume × typical price ((high + low + close) / 3).
public struct KlineParser: LineParser {
    private let symbol: SymbolID
    private let namedInterval: Timeframe?
    private var interval: Timeframe?
    private var finder: LayoutFinder
    public private(set) var parsed = LinePlace(time: .zero)

    /// - Parameters:
    ///   - interval: length of the candles where the file's name tells it.
    ///   - base: the pair's assets, by which some headers call the volumes ("Volume BTC").
    public init(
        symbol: SymbolID, interval: Timeframe? = nil, base: String = "base", quote: String = "quote"
    ) {
        self.symbol = symbol
        namedInterval = interval
        self.interval = interval
        finder = LayoutFinder(.klines(base: base, quote: quote))
    }

    public mutating func beginFile() {
        finder.beginFile()
        interval = namedInterval
    }

    public var hasKeys: Bool { true }

    public var keyName: String { "open_time" }

    public var layoutWords: String { finder.layout?.words ?? "no line" }

    public var candleLength: Timeframe? { namedInterval }

    public mutating func place(of line: UnsafeRawBufferPointer) throws(FeedProblem) -> LinePlace? {
        if let text = finder.quickly(.time, of: line), let time = finder.layout?.form(.time)?.moment(text) {
            return LinePlace(time: time)
        }
        do throws(FeedProblem) {
            guard let row = try finder.data(line) else { return nil }
            return LinePlace(time: try finder.time(.time, row))
        } catch { throw finder.named(error) }
    }

    public mutating func parse(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent? {
        do throws(FeedProblem) { return try candle(line) } catch { throw finder.named(error) }
    }

    private mutating func candle(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent? {
        guard let row = try finder.data(line) else { return nil }
        let openTime = try finder.time(.time, row)
        let length = try length(of: row, from: openTime)
        guard let layout = finder.layout else { return nil }
        var kline = Kline()
        kline.symbol = symbol
        kline.interval = length
        kline.openTime = openTime
        kline.closeTime = openTime + length.span
        try Self.readPrices(of: row, layout, into: &kline)
        try Self.readVolumes(of: row, layout, into: &kline)
        guard openTime == openTime.floor(to: length.span) else {
            throw .offGrid(column: CSVField.time.name, found: openTime, interval: length)
        }
        parsed = LinePlace(time: openTime)
        return RecordedEvent(.kline(kline), at: kline.closeTime)
    }

    /// The candle's length, by the file's name or by the first line that tells it; the close time must fit
    /// it: the next open time, or a unit less, whatever the unit.
    private mutating func length(
        of row: CSVLine, from openTime: Timestamp
    ) throws(FeedProblem) -> Timeframe {
        let text = row[finder.layout?.place(.closeTime) ?? -1]
        guard !text.isEmpty else {
            guard let interval else { throw .unknownInterval(found: "") }
            return interval
        }
        let span = try finder.time(.closeTime, row) - openTime
        func fits(_ length: Timeframe) -> Bool {
            span <= length.span && span.nanoseconds >= length.span.nanoseconds - 1_000_000_000
        }
        if let interval {
            guard fits(interval) else {
                let expected = "open_time + \(interval.wireName) − 1 unit"
                throw finder.layout?.bad(.closeTime, row, expected: expected)
                    ?? .unknownInterval(found: FieldText.excerpt(text))
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
