import Market
import Wire

/// One closed candle. Its event time is its close.
@frozen public struct Kline: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Who made it.
    public var origin: KlineOrigin = KlineOrigin.exchange
    /// Length of the candle.
    public var interval: Timeframe = Timeframe.m1
    /// First moment of the candle, ns since 1970 UTC.
    public var openTime: Timestamp = Timestamp.zero
    /// Moment at which the candle is known, ns since 1970 UTC.
    public var closeTime: Timestamp = Timestamp.zero
    /// First price, USDT.
    public var open: Price = Price.zero
    /// Highest price, USDT.
    public var high: Price = Price.zero
    /// Lowest price, USDT.
    public var low: Price = Price.zero
    /// Last price, USDT.
    public var close: Price = Price.zero
    /// Base asset traded.
    public var volume: Double = 0.0
    /// USDT traded.
    public var quoteVolume: Double = 0.0

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("interval", &interval, "length of the candle")
        try visitor.time("open_time", &openTime, "first moment of the candle, ns since 1970 UTC")
        try visitor.time("close_time", &closeTime, "moment at which the candle is known, ns since 1970 UTC")
        try visitor.fixed("open", &open, "first price, USDT")
        try visitor.fixed("high", &high, "highest price, USDT")
        try visitor.fixed("low", &low, "lowest price, USDT")
        try visitor.fixed("close", &close, "last price, USDT")
        try visitor.number("volume", &volume, "base asset traded")
        try visitor.number("quote_volume", &quoteVolume, "USDT traded")
        try visitor.choice(
            "origin", &origin, unless: .exchange,
            "who made it: the exchange where left out, or the feed handler of what it tells")
    }
}

extension Kline {
    /// The candle as a value of the market.
    public var candle: Candle {
        Candle(
            openTime: openTime, closeTime: closeTime, open: open, high: high, low: low, close: close,
            volume: volume, quoteVolume: quoteVolume)
    }

    /// A message from a candle.
    public init(_ symbol: SymbolID, _ interval: Timeframe, _ candle: Candle) {
        self.init()
        self.symbol = symbol
        self.interval = interval
        openTime = candle.openTime
        closeTime = candle.closeTime
        open = candle.open
        high = candle.high
        low = candle.low
        close = candle.close
        volume = candle.volume
        quoteVolume = candle.quoteVolume
    }
}
