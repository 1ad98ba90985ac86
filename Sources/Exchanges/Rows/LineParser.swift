import Market

/// Turns the lines of one kind of recorded file into events. It keeps the layout of the file at hand, and
/// touches neither file nor clock. Order is its caller's matter: it takes each line by itself.
public struct LineParser {
    private var finder: LayoutFinder
    private var rows: any RowReader

    private init(_ schema: CSVSchema, _ rows: any RowReader) {
        finder = LayoutFinder(schema)
        self.rows = rows
    }

    /// Reads the event of one line without its line end, and answers where it belongs; `nil` for a header or
    /// an empty line. Then the event stays as it was, as it does where the line can't be read.
    public mutating func parse(
        _ line: UnsafeRawBufferPointer, into event: inout MarketEvent
    ) throws(FeedProblem) -> LinePlace? {
        do throws(FeedProblem) {
            guard let row = try finder.data(line) else { return nil }
            let place = try finder.place(of: row)
            try rows.read(row, at: place, &finder.layout, into: &event)
            return place
        } catch { throw finder.named(error) }
    }

    /// Where a line belongs among the others of its file; `nil` for a header or an empty line. It reads no
    /// more of the line than that.
    public mutating func place(of line: UnsafeRawBufferPointer) throws(FeedProblem) -> LinePlace? {
        if let place = finder.quickPlace(of: line) { return place }
        do throws(FeedProblem) {
            guard let row = try finder.data(line) else { return nil }
            return try finder.place(of: row)
        } catch { throw finder.named(error) }
    }

    /// The next file begins: its layout is found out anew.
    public mutating func beginFile() {
        finder.beginFile()
        rows.beginFile()
    }

    /// Whether the lines of the file at hand have a place of their own each, so that two of one place are
    /// the same line twice, or contradict each other.
    public var hasKeys: Bool { finder.hasKeys }

    /// What tells one line from another, for error texts: "open_time".
    public var keyName: String { finder.schema.keyName }

    /// The layout of the file at hand for people: "12 columns with a header, times in ms".
    public var layoutWords: String { finder.layout.words }

    /// Length of the candles that the file's name tells; `nil` where lines are none.
    public var candleLength: Timeframe? { rows.candleLength }
}

extension LineParser {
    /// Reads candles.
    /// - Parameters:
    ///   - interval: length of the candles where the file's name tells it.
    ///   - base: the pair's assets, by which some headers call the volumes ("Volume BTC").
    public static func klines(
        symbol: SymbolID, interval: Timeframe? = nil, base: String = "base", quote: String = "quote"
    ) -> LineParser {
        LineParser(.klines(base: base, quote: quote), KlineRows(symbol: symbol, interval: interval))
    }

    /// Reads trades: id, price, qty, quote_qty, time, is_buyer_maker.
    public static func trades(symbol: SymbolID) -> LineParser {
        LineParser(.trades, TradeRows(symbol: symbol))
    }

    /// Reads aggregate trades: agg_trade_id, price, quantity, first_trade_id, last_trade_id, transact_time,
    /// is_buyer_maker.
    public static func aggTrades(symbol: SymbolID) -> LineParser {
        LineParser(.aggTrades, TradeRows(symbol: symbol))
    }

    /// Reads quotes.
    public static func bookTickers(symbol: SymbolID) -> LineParser {
        LineParser(.bookTickers, BookTickerRows(symbol: symbol))
    }
}
