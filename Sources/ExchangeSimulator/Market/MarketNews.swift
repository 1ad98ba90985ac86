import Exchanges
import Market
import Matching

/// What one event of the market did to a symbol.
struct MarketNews: Sendable {
    /// When, and to which.
    var time = Timestamp.zero
    var symbol = 0
    var trades: [PrintedTrade] = []
    var aggregates: [AggregateTrade] = []
    /// The book's levels as they came to be, each an update of its own: the last one's id is the book's.
    var changes: [LevelChange] = []
    /// The trades in which accounts took part.
    var meetings: [MarketMeeting] = []
    /// Whether the best bid or ask is another, in price or quantity.
    var bestChanged = false

    /// Forgets all but the room.
    mutating func clear(_ symbol: Int, at time: Timestamp) {
        (self.symbol, self.time) = (symbol, time)
        trades.removeAll(keepingCapacity: true)
        aggregates.removeAll(keepingCapacity: true)
        changes.removeAll(keepingCapacity: true)
        meetings.removeAll(keepingCapacity: true)
        bestChanged = false
    }
}
