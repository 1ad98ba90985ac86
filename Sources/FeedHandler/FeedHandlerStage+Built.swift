import Market
import Messages
import Stages

/// Candles of a market whose data has none: built here, once, and said as those of an exchange are.
extension FeedHandlerStage {
    static let minuteTimer: UInt16 = 2

    /// Gives a trade to the pair's minute.
    mutating func build(_ trade: Trade, _ input: Envelope, _ effects: inout Effects) {
        guard builds(trade.symbol, input, &effects) else { return }
        minutes[trade.symbol.int].take(trade, at: input.time)
        watchMinute(of: trade.symbol, &effects)
    }

    /// Gives a quote to the pair's minute.
    mutating func build(_ quote: Ticker, _ input: Envelope, _ effects: inout Effects) {
        guard builds(quote.symbol, input, &effects) else { return }
        minutes[quote.symbol.int].take(quote, at: input.time)
        watchMinute(of: quote.symbol, &effects)
    }

    /// Whether the data of a pair has no candles of its own. A minute that is over ends before what follows.
    private mutating func builds(_ symbol: SymbolID, _ input: Envelope, _ effects: inout Effects) -> Bool {
        guard !input.isWarmUp, !feeds[symbol.int].hasCandles else { return false }
        endMinutes(of: symbol, at: input.time, &effects)
        return true
    }

    private mutating func watchMinute(of symbol: SymbolID, _ effects: inout Effects) {
        let end = minutes[symbol.int].end
        guard end != watchedMinutes[symbol.int] else { return }
        watchedMinutes[symbol.int] = end
        effects.wake(TimerID(Self.minuteTimer, symbol.int), at: end)
    }

    /// A minute is over: the candle is said, and the next one is waited for.
    mutating func endMinutes(of symbol: SymbolID, at time: Timestamp, _ effects: inout Effects) {
        let index = symbol.int
        guard index < minutes.count, !feeds[index].hasCandles else { return }
        while minutes[index].end <= time {
            let origin = minutes[index].origin
            guard let candle = minutes[index].finish(patience: settings.klineStaleAfter) else { continue }
            var kline = Kline(symbol, .m1, candle)
            kline.origin = origin
            if isNext(kline) { publish(.kline(kline), &effects) }
        }
        if minutes[index].end != .never { watchMinute(of: symbol, &effects) }
    }
}
