import Market
import Matching

/// What orders are matched against.
enum Sight {
    case candle(Candle)
    /// The best quote alone.
    case quote(Quote)
    /// A whole book; the quote is its best levels.
    case book(Quote)

    /// The moment at which its price was met, in event time.
    func openTime(at now: Timestamp) -> Timestamp {
        if case .candle(let candle) = self { candle.openTime } else { now }
    }
}
