import Market
import Messages

/// Reads Binance's kline CSV: 12 columns, with header (um) or without (spot), times in ms or µs.
///
/// A candle's event time is the moment at which it is known, open time + length; files carry the open
/// time, and delivering it then would be look-ahead. The last five columns may be empty; a missing
/// quote volume is estimated as volume × typical price ((high + low + close) / 3).
public struct KlineParser: LineParser {
    private let symbol: SymbolID
    private let namedInterval: Timeframe?
    private var interval: Timeframe?
    private var layout = LayoutCheck(headerName: "open_time", allowed: 12...12)
    private var newestOpen = Timestamp.zero

    /// - Parameter interval: length of the candles where the file's name tells it.
    public init(symbol: SymbolID, interval: Timeframe? = nil) {
        self.symbol = symbol
        namedInterval = interval
        self.interval = interval
    }

    public mutating func beginFile() {
        layout.beginFile()
        interval = namedInterval
    }

    public mutating func parse(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent? {
        let line = CSVLine(line)
        guard try layout.isData(line) else { return nil }
        let openTime = try line.time(Self.openTime)
        let length = try length(of: line, from: openTime)
        var kline = Kline()
        kline.symbol = symbol
        kline.interval = length
        kline.openTime = openTime
        kline.closeTime = openTime + length.span
        try Self.readPrices(of: line, into: &kline)
        try Self.readVolumes(of: line, into: &kline)
        try checkTime(kline)
        newestOpen = openTime
        return RecordedEvent(.kline(kline), at: kline.closeTime)
    }

    /// The candle's length, by the file's name or by the first line that tells it; close_time must fit it.
    private mutating func length(of line: CSVLine, from openTime: Timestamp) throws(FeedProblem) -> Timeframe
    {
        guard !line[Self.closeTime].isEmpty else {
            guard let interval else { throw .unknownInterval(found: "") }
            return interval
        }
        let closeTime = try line.time(Self.closeTime)
        let unit = line[Self.closeTime].count > 14 ? TimeSpan(nanoseconds: 1000) : .milliseconds(1)
        let span = closeTime + unit - openTime
        guard let interval else {
            guard let found = Timeframe.allCases.first(where: { $0.span == span }) else {
                throw .unknownInterval(found: line.text(Self.closeTime))
            }
            interval = found
            return found
        }
        guard span == interval.span else {
            throw line.bad(Self.closeTime, expected: "open_time + \(interval.wireName) − 1 unit")
        }
        return interval
    }

    private static func readPrices(of line: CSVLine, into kline: inout Kline) throws(FeedProblem) {
        kline.open = try line.price(open)
        kline.high = try line.price(high)
        kline.low = try line.price(low)
        kline.close = try line.price(close)
        guard kline.low <= min(kline.open, kline.close) else {
            throw .incoherent(
                column: "low", found: line.text(low), expected: "no more than open, close and high")
        }
        guard kline.high >= max(kline.open, kline.close) else {
            throw .incoherent(
                column: "high", found: line.text(high), expected: "no less than open, close and low")
        }
    }

    private static func readVolumes(of line: CSVLine, into kline: inout Kline) throws(FeedProblem) {
        kline.volume = try line.volume(volume)
        if line[quoteVolume].isEmpty {
            kline.quoteVolume = kline.volume * (kline.high.double + kline.low.double + kline.close.double) / 3
        } else {
            kline.quoteVolume = try line.volume(quoteVolume)
        }
    }

    private func checkTime(_ kline: Kline) throws(FeedProblem) {
        guard kline.openTime == kline.openTime.floor(to: kline.interval.span) else {
            throw .offGrid(column: "open_time", found: kline.openTime, interval: kline.interval)
        }
        if kline.openTime == newestOpen { throw .duplicate(column: "open_time", found: "\(newestOpen)") }
        guard kline.openTime > newestOpen else {
            throw .timeRanBack(column: "open_time", found: kline.openTime, newest: newestOpen)
        }
    }
}

extension KlineParser {
    private static var openTime: Column { Column(0, "open_time") }
    private static var open: Column { Column(1, "open") }
    private static var high: Column { Column(2, "high") }
    private static var low: Column { Column(3, "low") }
    private static var close: Column { Column(4, "close") }
    private static var volume: Column { Column(5, "volume") }
    private static var closeTime: Column { Column(6, "close_time") }
    private static var quoteVolume: Column { Column(7, "quote_volume") }
}
