import Market
import Messages

/// Reads Binance's trades and aggTrades CSV: um with header, spot without and with one more column
/// (is_best_match, which is not read), times in ms or µs.
public struct TradeParser: LineParser {
    /// Which of the two files it is.
    public enum Layout: Sendable {
        /// id, price, qty, quote_qty, time, is_buyer_maker
        case trades
        /// agg_trade_id, price, quantity, first_trade_id, last_trade_id, transact_time, is_buyer_maker
        case aggTrades
    }

    private let symbol: SymbolID
    private var check: LayoutCheck
    private let idColumn: Column
    private let timeColumn: Column
    private let makerColumn: Column
    private var newestID: Int64 = -1
    private var newest = Timestamp.zero

    public init(symbol: SymbolID, layout: Layout) {
        self.symbol = symbol
        switch layout {
        case .trades:
            check = LayoutCheck(headerName: "id", allowed: 6...7)
            (idColumn, timeColumn, makerColumn) = (
                Column(0, "id"), Column(4, "time"), Column(5, "is_buyer_maker")
            )
        case .aggTrades:
            check = LayoutCheck(headerName: "agg_trade_id", allowed: 7...8)
            (idColumn, timeColumn, makerColumn) =
                (Column(0, "agg_trade_id"), Column(5, "transact_time"), Column(6, "is_buyer_maker"))
        }
    }

    public mutating func beginFile() { check.beginFile() }

    public mutating func parse(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent? {
        let line = CSVLine(line)
        guard try check.isData(line) else { return nil }
        var trade = Trade()
        trade.symbol = symbol
        trade.tradeID = try line.integer(idColumn)
        trade.price = try line.price(Column(1, "price"))
        trade.quantity = try line.quantity(Column(2, "qty"))
        trade.buyerIsMaker = try line.flag(makerColumn)
        let time = try line.time(timeColumn)
        guard trade.tradeID > newestID else {
            throw .duplicate(column: "\(idColumn.name)", found: line.text(idColumn))
        }
        guard time >= newest else {
            throw .timeRanBack(column: "\(timeColumn.name)", found: time, newest: newest)
        }
        newestID = trade.tradeID
        newest = time
        return RecordedEvent(.trade(trade), at: time)
    }
}
