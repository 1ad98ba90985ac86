import Market
import Messages

/// Reads quotes: Binance's bookTicker CSV (update_id, best bid and ask with quantities, transaction_time,
/// event_time), and what has a header of the same meaning. The ticker's `last` is left at zero: the feed
/// handler knows the last trade.
struct BookTickerRows: RowReader {
    let symbol: SymbolID

    func read(
        _ row: CSVLine, at place: LinePlace, _ layout: inout CSVLayout, into event: inout MarketEvent
    ) throws(FeedProblem) {
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
        event = MarketEvent(.ticker(ticker), at: place.time)
    }
}
