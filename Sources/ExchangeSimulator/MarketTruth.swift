import Exchanges
import Market

/// What is so at the exchange now of one symbol, for whoever compares what a client was told with it.
package struct MarketTruth {
    /// The id of the book's newest change, and its levels, best first.
    package let updateID: Int64
    package let bids: [BookLevel]
    package let asks: [BookLevel]
    /// The minutes that are over, oldest first.
    package let candles: [ExchangeCandle]
    /// The newest trades, oldest first, as many as the exchange keeps.
    package let trades: [AggregateTrade]
}

extension ExchangeSimulator {
    /// What is so of a symbol of the first market.
    package func truth(of symbol: SymbolID) -> MarketTruth {
        let market = venues[0].symbols[symbol.int]
        return MarketTruth(
            updateID: market.updateID, bids: market.book.levels(.buy), asks: market.book.levels(.sell),
            candles: market.candles.closed, trades: market.tape.aggregates)
    }
}
