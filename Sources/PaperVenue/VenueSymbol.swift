import Market
import Matching
import Stages

/// What the paper venue knows of one symbol.
@frozen public struct VenueSymbol: BitwiseCopyable, Sendable {
    /// What is held here.
    public internal(set) var position = Position()
    /// Last price; zero before there was one.
    public internal(set) var mark = Price.zero
    /// The newest quote; `nil` while none was seen.
    var quote: Quote?
    /// Whether a book was seen that is not lost: orders meet it, and tickers only tell the last price.
    var hasDepth = false
    /// Whether trades were seen: the candles made of them offer nothing once more.
    var hasTrades = false
    /// Number of the newest event about this symbol.
    var lastEventID: UInt64 = 0
    /// Moment of the last funding; zero before the first candle.
    var lastFunding = Timestamp.zero
    var nextFunding = Timestamp.never
    /// Orders here, waiting and resting.
    var open: Int32 = 0

    /// Whether nothing can happen here.
    var isIdle: Bool { open == 0 && position.isFlat }
    /// Once quotes are seen, orders meet them and no longer what others traded.
    var isQuoted: Bool { quote != nil }
    /// Whether orders meet closed candles: where nothing else is seen.
    var isOnCandles: Bool { !isQuoted && !hasTrades }

    func record(_ symbol: SymbolID) -> VenuePosition {
        VenuePosition(symbol: symbol, position: position, lastEventID: lastEventID, lastFunding: lastFunding)
    }
}
