import Exchanges
import Market

/// One of the exchange's markets as the simulator is to serve it.
public struct SimulatorMarket {
    /// Which one.
    public var kind: MarketKind
    /// Its pairs, in the order of the feed's table.
    public var symbols: [ListedSymbol]
    /// What happens in it, read to its end and not again: candles of a minute, or trades, quotes and books;
    /// the candles of its history are told as if they had been there before.
    public var feed: any FeedPort

    public init(_ kind: MarketKind, _ symbols: [ListedSymbol], feed: any FeedPort) {
        (self.kind, self.symbols, self.feed) = (kind, symbols, feed)
    }
}
