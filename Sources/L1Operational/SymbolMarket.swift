import Market
import Messages

/// What L1 sees of one symbol now.
struct SymbolMarket: BitwiseCopyable, Sendable {
    /// Last price, USDT.
    var last = Price.zero
    /// Best bid and ask where there is a book; absent on klines.
    var bid = Price.absent
    var ask = Price.absent
    /// USDT traded in the last 1m candle; NaN before the first.
    var quoteVolume = Double.nan
    /// How fresh its market data is.
    var feed = FeedHealth()
    /// Position by the executor's books, signed, base asset.
    var position = Quantity.zero

    var isStale: Bool { feed.isStale }
    /// The price of a decision: the middle of the book, else the last price.
    var price: Price {
        guard let bid = bid.present, let ask = ask.present else { return last }
        return Price.middle(bid, ask)
    }

    /// The spread, bps; `nil` where there is no book.
    var spreadBps: Double? {
        guard let bid = bid.present, let ask = ask.present, price.isPositive else { return nil }
        return Double(ask.raw - bid.raw) / Double(price.raw) * 10_000
    }

    /// Value of the position with its sign, USDT.
    var exposure: Money { position.notional(at: price) ?? .zero }
}
