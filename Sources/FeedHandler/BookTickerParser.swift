import Market
import Messages

/// Reads quotes: Binance's bookTicker CSV (update_id, best bid and ask with quantities, transaction_time,
/// event_time), and what has a header of the same meaning. The ticker's `last` is left at zero: the feed
/// handler knows the last trade.
public struct BookTickerParser: LineParser {
    private let symbol: SymbolID
    private var finder = LayoutFinder(.bookTickers)
    public private(set) var parsed = LinePlace(time: .zero)

    public init(symbol: SymbolID) { self.symbol = symbol }

    public mutating func beginFile() { finder.beginFile() }

    public var hasKeys: Bool { finder.layout?.has(.id) ?? false }

    public var keyName: String { "update_id" }

    public var layoutWords: String { finder.layout?.words ?? "no line" }

    public mutating func place(of line: UnsafeRawBufferPointer) throws(FeedProblem) -> LinePlace? {
        if let place = finder.quickPlace(of: line) { return place }
        do throws(FeedProblem) {
            guard let row = try finder.data(line) else { return nil }
            let time = try finder.time(.time, row)
            guard let layout = finder.layout, layout.has(.id) else { return LinePlace(time: time) }
            return LinePlace(time: time, id: try layout.integer(.id, row))
        } catch { throw finder.named(error) }
    }

    public mutating func parse(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent? {
        do throws(FeedProblem) { return try quote(line) } catch { throw finder.named(error) }
    }

    private mutating func quote(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent? {
        guard let row = try finder.data(line) else { return nil }
        let time = try finder.time(.time, row)
        guard let layout = finder.layout else { return nil }
        let id = layout.has(.id) ? try layout.integer(.id, row) : 0
        var ticker = Ticker()
        ticker.symbol = symbol
        ticker.bid = try layout.price(.bid, row)
        ticker.bidQuantity = try layout.quantity(.bidQuantity, row)
        ticker.ask = try layout.price(.ask, row)
        ticker.askQuantity = try layout.quantity(.askQuantity, row)
        guard ticker.bid < ticker.ask else {
            throw .incoherent(
                column: CSVField.ask.name, found: layout.text(.ask, row),
                expected: "more than the bid \(ticker.bid)")
        }
        parsed = LinePlace(time: time, id: id)
        return RecordedEvent(.ticker(ticker), at: time)
    }
}
