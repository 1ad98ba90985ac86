import Market
import Matching
import Messages

/// What the paper venue sees of one symbol's market.
struct SeenMarket: BitwiseCopyable, Sendable {
    /// Last price; zero before there was one.
    var mark = Price.zero
    /// The exchange's mark price and the funding that is due next by it; `nil` while it tells none, and once
    /// that funding was booked.
    var contract: ContractMark?
    /// The newest quote; `nil` while none was seen.
    var quote: Quote?
    /// Whether a book was seen that is not lost: orders meet it, and tickers only tell the last price.
    var hasDepth = false
    /// Whether trades were seen: the candles made of them offer nothing once more.
    var hasTrades = false

    /// Once quotes are seen, orders meet them and no longer what others traded.
    var isQuoted: Bool { quote != nil }
    /// Whether orders meet closed candles: where nothing else is seen.
    var isOnCandles: Bool { !isQuoted && !hasTrades }
}
