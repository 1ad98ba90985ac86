import Exchanges

/// The newest trades of one symbol, as many as the exchange tells at once.
struct TradeTape: Sendable {
    private static let capacity = 1000

    private(set) var trades: [PrintedTrade] = []
    private(set) var aggregates: [AggregateTrade] = []
    /// The ids that come next.
    private(set) var nextTrade: Int64 = 1
    private(set) var nextAggregate: Int64 = 1

    /// Passes over the ids of trades that were before.
    mutating func skip(_ count: Int64) {
        nextTrade += count
        nextAggregate += count
    }

    /// Takes the next trade, whose id is `nextTrade`.
    mutating func add(_ trade: PrintedTrade) {
        nextTrade = trade.id + 1
        trades.append(trade)
        // In large pieces, so that it costs little.
        if trades.count >= 2 * Self.capacity { trades.removeFirst(trades.count - Self.capacity) }
    }

    /// Takes the next aggregate, whose id is `nextAggregate`.
    mutating func add(_ aggregate: AggregateTrade) {
        nextAggregate = aggregate.id + 1
        aggregates.append(aggregate)
        if aggregates.count >= 2 * Self.capacity {
            aggregates.removeFirst(aggregates.count - Self.capacity)
        }
    }
}
