import Market
import Matching
import Messages

/// What the orders of a symbol meet at one moment, and what those before have left of it for the next ones.
enum Moment {
    case candle(Candle, CandleShare)
    /// A whole book, whose best levels the quote is; that of a ticker has one level a side. What is taken of
    /// it is kept until the book shows something else.
    case book(Quote)
    /// A trade of others, and what is left of its quantity.
    case trade(Trade, Quantity)

    /// The moment at which its price was met, in event time.
    func openTime(at now: Timestamp) -> Timestamp {
        if case .candle(let candle, _) = self { candle.openTime } else { now }
    }
}
