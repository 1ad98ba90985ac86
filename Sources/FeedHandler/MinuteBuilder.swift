import Market
import Messages

/// A pair's minute of trades, else of quotes, becoming a candle, where the market's data has none.
///
/// The first minute is never a candle, since nobody saw it begin. One in which nothing happens is flat, as an
/// exchange says it; after `patience` without a trade or quote it is a hole.
struct MinuteBuilder: BitwiseCopyable, Sendable {
    private static let length = TimeSpan.minutes(1)

    /// The first moment of the minute that is being built; `never` while nothing is.
    private var start = Timestamp.never
    /// Whether it was seen from its beginning, by one kind of data alone.
    private var isWhole = false
    /// When something was last seen.
    private var seenAt = Timestamp.zero
    /// Trades come, so that quotes don't count.
    private var hasTrades = false
    private var open = Price.absent
    private var high = Price.absent
    private var low = Price.absent
    private var close = Price.absent
    private var volume = 0.0
    private var quoteVolume = 0.0

    /// When the minute ends; `never` while none is being built.
    var end: Timestamp { start == .never ? .never : start + Self.length }

    /// Takes a trade.
    mutating func take(_ trade: Trade, at time: Timestamp) {
        if !hasTrades, start != .never { isWhole = false }
        hasTrades = true
        see(trade.price, at: time)
        volume += trade.quantity.double
        quoteVolume += trade.quantity.double * trade.price.double
    }

    /// Takes a quote: its middle is the price, and what stood at the best prices last is the volume, since
    /// nothing more is known of what could be traded.
    mutating func take(_ quote: Ticker, at time: Timestamp) {
        guard !hasTrades, let bid = quote.bid.present, let ask = quote.ask.present else { return }
        see(Price.middle(bid, ask), at: time)
        let sizes = (quote.bidQuantity.present ?? .zero, quote.askQuantity.present ?? .zero)
        volume = (sizes.0.double + sizes.1.double) / 2
        quoteVolume = volume * close.double
    }

    private mutating func see(_ price: Price, at time: Timestamp) {
        if start == .never { begin(at: time.floor(to: Self.length), isWhole: false) }
        seenAt = max(seenAt, time)
        if open == .absent { (open, high, low) = (price, price, price) }
        high = max(high, price)
        low = min(low, price)
        close = price
    }

    private mutating func begin(at time: Timestamp, isWhole: Bool) {
        (start, self.isWhole) = (time, isWhole)
        (open, high, low) = (.absent, .absent, .absent)
        (volume, quoteVolume) = (0, 0)
    }

    /// Ends the minute and begins the next; `nil` where it is no candle. Where nothing came for longer than
    /// `patience`, nothing is built until something comes again.
    mutating func finish(patience: TimeSpan) -> Candle? {
        guard start != .never else { return nil }
        guard end - seenAt <= patience else {
            // Quotes may go on where trades have ended.
            (start, hasTrades) = (.never, false)
            return nil
        }
        let price = open.present ?? close
        let candle = Candle(
            openTime: start, closeTime: end, open: price, high: high.present ?? price,
            low: low.present ?? price, close: close, volume: volume, quoteVolume: quoteVolume)
        defer { begin(at: end, isWhole: true) }
        return isWhole ? candle : nil
    }

    /// What a kind of data is named by.
    var origin: KlineOrigin { hasTrades ? .trades : .quotes }
}
