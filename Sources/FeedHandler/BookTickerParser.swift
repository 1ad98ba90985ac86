import Market
import Messages

/// Reads Binance's bookTicker CSV: update_id, best bid and ask with quantities, transaction_time,
/// event_time. The ticker's `last` is left at zero: the feed handler knows the last trade.
public struct BookTickerParser: LineParser {
    private let symbol: SymbolID
    private var layout = LayoutCheck(headerName: "update_id", allowed: 7...7)
    private var newestID: Int64 = -1
    private var newest = Timestamp.zero

    public init(symbol: SymbolID) { self.symbol = symbol }

    public mutating func beginFile() { layout.beginFile() }

    public mutating func parse(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent? {
        let line = CSVLine(line)
        guard try layout.isData(line) else { return nil }
        let id = try line.integer(Column(0, "update_id"))
        var ticker = Ticker()
        ticker.symbol = symbol
        ticker.bid = try line.price(Column(1, "best_bid_price"))
        ticker.bidQuantity = try line.quantity(Column(2, "best_bid_qty"))
        ticker.ask = try line.price(Column(3, "best_ask_price"))
        ticker.askQuantity = try line.quantity(Column(4, "best_ask_qty"))
        let time = try line.time(Column(6, "event_time"))
        guard ticker.bid < ticker.ask else {
            throw .incoherent(
                column: "best_ask_price", found: line.text(Column(3, "")),
                expected: "more than the bid \(ticker.bid)")
        }
        guard id > newestID else { throw .duplicate(column: "update_id", found: "\(id)") }
        guard time >= newest else { throw .timeRanBack(column: "event_time", found: time, newest: newest) }
        newestID = id
        newest = time
        return RecordedEvent(.ticker(ticker), at: time)
    }
}
