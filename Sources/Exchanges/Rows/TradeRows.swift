import Market
import Messages

/// Reads trades and aggregate trades: Binance's dumps with header (um) or without (spot), and what has a
/// header of the same meaning (`CSVSchema.trades`).
struct TradeRows: RowReader {
    let symbol: SymbolID

    func read(
        _ row: CSVLine, at place: LinePlace, _ layout: inout CSVLayout, into event: inout MarketEvent
    ) throws(FeedProblem) {
        var trade = Trade()
        trade.symbol = symbol
        trade.tradeID = place.id
        trade.price = try layout.price(.price, row)
        trade.quantity = try layout.quantity(.quantity, row)
        trade.buyerIsMaker = try layout.buyerIsMaker(row)
        event = MarketEvent(.trade(trade), at: place.time)
    }
}
