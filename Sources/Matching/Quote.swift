import Market
import Messages

/// The best bid and ask as matching sees them.
@frozen public struct Quote: BitwiseCopyable, Sendable, Hashable {
    public var last: Price
    public var bid: Price
    public var ask: Price
    /// Absent where the size is not told.
    public var bidQuantity: Quantity
    public var askQuantity: Quantity

    /// The quote of a ticker; `nil` where it has no bid and ask (as from klines) or they are crossed.
    public init?(_ ticker: Ticker) {
        guard let bid = ticker.bid.present, let ask = ticker.ask.present, bid.isPositive, bid <= ask else {
            return nil
        }
        last = ticker.last
        self.bid = bid
        self.ask = ask
        bidQuantity = ticker.bidQuantity
        askQuantity = ticker.askQuantity
    }

    /// The best levels of a book; `nil` while a side is empty.
    public init?(_ book: OrderBook) {
        guard let bid = book.bids.first, let ask = book.asks.first, let mid = book.mid else { return nil }
        last = mid
        self.bid = bid.price
        self.ask = ask.price
        bidQuantity = bid.quantity
        askQuantity = ask.quantity
    }
}
