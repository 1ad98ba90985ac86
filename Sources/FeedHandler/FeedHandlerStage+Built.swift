import Market
import Messages
import Stages

/// Candles of a market whose data has none: built here, once, and said as those of an exchange are.
extension FeedHandlerStage {
    static let minuteTimer: UInt16 = 2

    /// Gives a trade to the pair's minute.
    mutating func build(_ trade: Trade, _ input: Envelope, _ effects: inout Effects) {
        build(trade.symbol, input, &effects) { $0.take(trade, at: input.time) }
    }

    /// Gives a quote to the pair's minute.
    mutating func build(_ quote: Ticker, _ input: Envelope, _ effects: inout Effects) {
        build(quote.symbol, input, &effects) { $0.take(quote, at: input.time) }
    }

    /// Where a pair's data has no candles of its own: a minute that is over ends before what follows.
    private mutating func build(
        _ symbol: SymbolID, _ input: Envelope, _ effects: inout Effects,
        _ take: (inout MinuteBuilder) -> Void
    ) {
        guard !input.isWarmUp, !feeds[symbol.int].hasCandles else { return }
        endMinutes(of: symbol, at: input.time, &effects)
        let end = minutes[symbol.int].end
        take(&minutes[symbol.int])
        if minutes[symbol.int].end != end { waitForEnd(of: symbol, &effects) }
    }

    private func waitForEnd(of symbol: SymbolID, _ effects: inout Effects) {
        effects.wake(TimerID(Self.minuteTimer, symbol.int), at: minutes[symbol.int].end)
    }

    /// Says each minute that is over as a candle, and waits for the next one's end.
    mutating func endMinutes(of symbol: SymbolID, at time: Timestamp, _ effects: inout Effects) {
        let index = symbol.int
        guard index < minutes.count, !feeds[index].hasCandles, minutes[index].end <= time else { return }
        while minutes[index].end <= time {
            let origin = minutes[index].origin
            guard let candle = minutes[index].finish(patience: settings.klineStaleAfter) else { continue }
            var kline = Kline(symbol, .m1, candle)
            kline.origin = origin
            if isNext(kline) { publish(.kline(kline), &effects) }
        }
        waitForEnd(of: symbol, &effects)
    }
}
