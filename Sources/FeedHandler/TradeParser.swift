import Market
import Messages

/// Reads trades and aggregate trades: Binance's dumps with header (um) or without (spot), and what has a
/// header of the same meaning (`CSVSchema.trades`).
public struct TradeParser: LineParser {
    /// Which of the two files it is.
    public enum Layout: Sendable {
        /// id, price, qty, quote_qty, time, is_buyer_maker
        case trades
        /// agg_trade_id, price, quantity, first_trade_id, last_trade_id, transact_time, is_buyer_maker
        case aggTrades
    }

    private let symbol: SymbolID
    private var finder: LayoutFinder
    public private(set) var parsed = LinePlace(time: .zero)

    public init(symbol: SymbolID, layout: Layout) {
        self.symbol = symbol
        finder = LayoutFinder(layout == .trades ? .trades : .aggTrades)
    }

    public mutating func beginFile() { finder.beginFile() }

    public var hasKeys: Bool { true }

    public var keyName: String { "trade" }

    public var layoutWords: String { finder.layout?.words ?? "no line" }

    public mutating func place(of line: UnsafeRawBufferPointer) throws(FeedProblem) -> LinePlace? {
        if let place = finder.quickPlace(of: line) { return place }
        do throws(FeedProblem) {
            guard let row = try finder.data(line) else { return nil }
            let time = try finder.time(.time, row)
            return LinePlace(time: time, id: try finder.layout?.integer(.id, row) ?? 0)
        } catch { throw finder.named(error) }
    }

    public mutating func parse(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent? {
        do throws(FeedProblem) { return try trade(line) } catch { throw finder.named(error) }
    }

    private mutating func trade(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent? {
        guard let row = try finder.data(line) else { return nil }
        let time = try finder.time(.time, row)
        guard let layout = finder.layout else { return nil }
        var trade = Trade()
        trade.symbol = symbol
        trade.tradeID = try layout.integer(.id, row)
        trade.price = try layout.price(.price, row)
        trade.quantity = try layout.quantity(.quantity, row)
        trade.buyerIsMaker = try layout.buyerIsMaker(row)
        parsed = LinePlace(time: time, id: trade.tradeID)
        return RecordedEvent(.trade(trade), at: time)
    }
}
