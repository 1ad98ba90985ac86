import Market

/// A candle with all that the exchange tells of it; it may still be open.
@frozen public struct ExchangeCandle: BitwiseCopyable, Sendable, Hashable {
    public var openTime: Timestamp
    public var open: Price
    public var high: Price
    public var low: Price
    public var close: Price
    public var volume = Volume.zero
    public var quoteVolume = Volume.zero
    /// What takers bought.
    public var takerVolume = Volume.zero
    public var takerQuoteVolume = Volume.zero
    /// The id of its first trade, −1 where it has none.
    public var firstID: Int64 = -1
    public var trades: Int64 = 0

    /// A candle without a trade at a price.
    public init(openTime: Timestamp, price: Price) {
        self.openTime = openTime
        (open, high, low, close) = (price, price, price, price)
    }

    /// The id of its last trade, −1 where it has none.
    public var lastID: Int64 { trades > 0 ? firstID + trades - 1 : -1 }

    /// Adds a trade.
    public mutating func add(_ trade: PrintedTrade) {
        if trades == 0 {
            (open, high, low, firstID) = (trade.price, trade.price, trade.price, trade.id)
        }
        (high, low, close) = (max(high, trade.price), min(low, trade.price), trade.price)
        trades += 1
        volume += Volume(trade.quantity)
        quoteVolume += trade.value
        guard !trade.buyerIsMaker else { return }
        takerVolume += Volume(trade.quantity)
        takerQuoteVolume += trade.value
    }

    /// Joins the candle after it to a longer one. A candle without a trade has no price of its own.
    public mutating func merge(_ next: ExchangeCandle) {
        volume += next.volume
        quoteVolume += next.quoteVolume
        takerVolume += next.takerVolume
        takerQuoteVolume += next.takerQuoteVolume
        guard next.hasTrades else { return }
        if hasTrades {
            (high, low) = (max(high, next.high), min(low, next.low))
        } else {
            (open, high, low, firstID) = (next.open, next.high, next.low, next.firstID)
        }
        close = next.close
        trades += next.trades
    }

    /// Whether anything was traded.
    public var hasTrades: Bool { trades > 0 || volume.raw > 0 }
}
