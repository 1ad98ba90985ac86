import Exchanges
import Market
import Messages

/// A mistake between what the feed tells and whoever listens, planted to see that it is found.
public enum PlantedFeedBug: String, Sendable, CaseIterable {
    /// A candle is told twice.
    case candleTwice = "candle-twice"
    /// A trade is kept back.
    case tradeLost = "trade-lost"
    /// A level of a book is not changed.
    case levelForgotten = "level-forgotten"
    /// A candle's close is another one.
    case closeInvented = "close-invented"
    /// A trade's side is turned round.
    case sideTurned = "side-turned"

    /// What is told in place of an event; the mistake is made where `isDue`.
    func bend(_ event: MarketEvent, isDue: Bool) -> [MarketEvent] {
        guard isDue else { return [event] }
        switch (self, event.message) {
        case (.candleTwice, .kline): return [event, event]
        case (.tradeLost, .trade): return []
        case (.levelForgotten, .depth(let depth)) where !depth.isSnapshot && depth.levels.count > 0:
            var changed = depth
            changed.levels = LevelList()
            return [MarketEvent(.depth(changed), at: event.time)]
        case (.closeInvented, .kline(var kline)):
            kline.close = Price(raw: kline.close.raw + 1)
            return [MarketEvent(.kline(kline), at: event.time)]
        case (.sideTurned, .trade(var trade)):
            trade.buyerIsMaker.toggle()
            return [MarketEvent(.trade(trade), at: event.time)]
        default: return [event]
        }
    }
}
