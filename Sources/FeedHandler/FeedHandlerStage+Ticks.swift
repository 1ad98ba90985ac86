import Market
import Messages
import Stages

extension FeedHandlerStage {
    /// Passes a trade on if its id is new, with a ticker where there are no quotes.
    package mutating func take(_ trade: Trade, _ input: Envelope, _ effects: inout Effects) {
        let index = trade.symbol.int
        guard feeds[index].seenTrades.insert(trade.tradeID) else {
            feeds[index].dropped += 1
            return
        }
        feeds[index].lastPrice = trade.price
        receivedTick(trade.symbol, input, &effects)
        guard !input.isWarmUp else { return }
        build(trade, input, &effects)
        publish(.trade(trade), &effects)
        if !feeds[index].hasQuotes { publishTicker(of: trade.symbol, &effects) }
    }

    /// Passes a quote on. Where it does not tell the last price, that of the newest trade is filled in,
    /// and before the first trade the middle of bid and ask.
    package mutating func take(_ ticker: Ticker, _ input: Envelope, _ effects: inout Effects) {
        let index = ticker.symbol.int
        feeds[index].hasQuotes = feeds[index].hasQuotes || ticker.bid.present != nil
        receivedTick(ticker.symbol, input, &effects)
        guard !input.isWarmUp else { return }
        build(ticker, input, &effects)
        var filled = ticker
        if !filled.last.isPositive { filled.last = feeds[index].lastPrice }
        if !filled.last.isPositive, let bid = ticker.bid.present, let ask = ticker.ask.present {
            filled.last = Price.middle(bid, ask)
        }
        publish(.ticker(filled), &effects)
    }

    /// Passes a part of the book on. An empty snapshot says that the book was lost.
    package mutating func take(_ depth: Depth, _ input: Envelope, _ effects: inout Effects) {
        let index = depth.symbol.int
        guard depth.isSnapshot || depth.updateID >= feeds[index].lastUpdateID else {
            feeds[index].dropped += 1
            return
        }
        feeds[index].lastUpdateID = depth.updateID
        if depth.isSnapshot, depth.isFirst {
            feeds[index].bookLost = depth.levels.count == 0
            feeds[index].gaps += depth.levels.count == 0 ? 1 : 0
        }
        receivedTick(depth.symbol, input, &effects)
        guard !input.isWarmUp else { return }
        publish(.depth(depth), &effects)
    }

    private mutating func receivedTick(_ symbol: SymbolID, _ input: Envelope, _ effects: inout Effects) {
        if !feeds[symbol.int].hasTicks {
            feeds[symbol.int].hasTicks = true
            feeds[symbol.int].isWatched = false
        }
        received(symbol, input, &effects)
    }
}
