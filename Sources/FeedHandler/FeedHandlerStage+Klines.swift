import Market
import Messages
import Stages

extension FeedHandlerStage {
    /// Passes a candle on if it is newer than the last of its length, and its ticker with it.
    package mutating func take(_ kline: Kline, _ input: Envelope, _ effects: inout Effects) {
        let index = kline.symbol.int
        if kline.interval == .m1 { feeds[index].hasCandles = true }
        guard isNext(kline) else {
            feeds[index].dropped += 1
            return
        }
        feeds[index].lastPrice = kline.close
        received(kline.symbol, input, &effects)
        guard !input.isWarmUp else { return }
        publish(.kline(kline), &effects)
        if !feeds[index].hasQuotes { publishTicker(of: kline.symbol, &effects) }
    }

    /// Notes a candle that is newer than the last of its length, and whether there is a hole between them.
    mutating func isNext(_ kline: Kline) -> Bool {
        let index = kline.symbol.int
        let place = index * Timeframe.allCases.count + Int(kline.interval.rawValue)
        let newest = newestOpen[place]
        guard newest == .zero || kline.openTime > newest else { return false }
        let hasHole = newest != .zero && kline.openTime > newest + kline.interval.span
        newestOpen[place] = kline.openTime
        note(hole: hasHole, of: kline.interval, at: index)
        return true
    }

    private mutating func note(hole: Bool, of interval: Timeframe, at index: Int) {
        let bit = UInt8(1) << interval.rawValue
        if hole {
            feeds[index].gaps += 1
            feeds[index].holes |= bit
        } else {
            feeds[index].holes &= ~bit
        }
    }

    /// A ticker of the newest price alone: no bid or ask is invented.
    mutating func publishTicker(of symbol: SymbolID, _ effects: inout Effects) {
        var ticker = Ticker()
        ticker.symbol = symbol
        ticker.last = feeds[symbol.int].lastPrice
        publish(.ticker(ticker), &effects)
    }

    /// Says something of the market, and counts it.
    package mutating func publish(_ message: Message, _ effects: inout Effects) {
        feeds[message.symbol.int].published += 1
        effects.publish(message)
    }
}
