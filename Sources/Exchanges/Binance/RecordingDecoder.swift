import CSimdJSON
import Market
import Messages

/// Turns the exchange's messages into Strata's. It keeps what spans several of them: the chains of
/// depth updates, and which of the two trade streams a symbol has.
package struct RecordingDecoder {
    /// Moments from here on, ms since 1970, don't fit nanoseconds in 64 bits: the year 2261.
    package static let timeLimit: Int64 = 9_200_000_000_000

    private let names: [[UInt8]]
    private let fileSymbol: SymbolID?
    private var sequencers: [DepthSequencer]
    /// By symbol: 0 no trades yet, 1 `trade`, 2 `aggTrade`. Their ids count apart, so one is heard.
    private var tradeStreams: [UInt8]
    private var levels: [BookLevel] = []
    private var depth: [Depth] = []
    /// Messages that Strata has no use for.
    package private(set) var ignored: UInt64 = 0
    /// Messages that say they are of another pair than the files'.
    package private(set) var foreign: UInt64 = 0

    package init(instruments: InstrumentTable, fileSymbol: SymbolID?) {
        names = instruments.instruments.map { Array($0.exchangeName.utf8) }
        self.fileSymbol = fileSymbol
        sequencers = instruments.symbols.map { DepthSequencer(symbol: $0) }
        tradeStreams = Array(repeating: 0, count: instruments.count)
    }

    /// How often the chain of a depth stream broke, over all symbols.
    package var brokenBooks: UInt64 { sequencers.reduce(0) { $0 + $1.breaks } }

    /// Appends what the message says; nothing where nobody listens to it.
    package mutating func decode(
        _ message: csj_message, at time: Timestamp, into events: inout [MarketEvent]
    ) throws(FeedProblem) {
        let found = symbol(of: message)
        let isNamed = message.symbol.bytes != nil || message.rest.bytes != nil
        if isNamed, let fileSymbol, found != fileSymbol { foreign += 1 }
        guard let symbol = found else {
            ignored += 1
            return
        }
        if message.has_levels == 1 {
            try takeDepth(message, symbol)
            for part in depth { events.append(MarketEvent(.depth(part), at: time)) }
        } else if let single = try single(message, symbol) {
            events.append(MarketEvent(single, at: time))
        }
    }

    private mutating func single(_ message: csj_message, _ symbol: SymbolID) throws(FeedProblem) -> Message? {
        if message.has_candle == 1 { return try Self.kline(message, symbol) }
        if FieldText.equal(message.event.raw, "trade") {
            return try trade(message, symbol, stream: 1, id: message.trade_id)
        }
        if FieldText.equal(message.event.raw, "aggTrade") {
            return try trade(message, symbol, stream: 2, id: message.aggregate_id)
        }
        if message.bid.bytes != nil { return try Self.ticker(message, symbol) }
        ignored += 1
        return nil
    }

    /// The symbol by the field `s`, by a REST answer's URL, or by the file's name.
    private func symbol(of message: csj_message) -> SymbolID? {
        if message.symbol.bytes != nil { return symbol(named: message.symbol.raw) }
        guard message.snapshot_id != .min else { return nil }
        guard message.rest.bytes != nil else { return fileSymbol }
        let url = String(decoding: message.rest.raw, as: UTF8.self)
        guard
            let parameter = url.split(whereSeparator: { "?&".contains($0) }).first(where: {
                $0.hasPrefix("symbol=")
            })
        else { return nil }
        return Array(parameter.dropFirst(7).utf8).withUnsafeBytes { symbol(named: $0) }
    }

    private func symbol(named name: UnsafeRawBufferPointer) -> SymbolID? {
        names.firstIndex { $0.elementsEqual(name) }.map { SymbolID($0) }
    }

    private mutating func takeDepth(_ message: csj_message, _ symbol: SymbolID) throws(FeedProblem) {
        levels.removeAll(keepingCapacity: true)
        depth.removeAll(keepingCapacity: true)
        for level in UnsafeBufferPointer(start: message.levels, count: message.bid_count + message.ask_count)
        {
            levels.append(
                BookLevel(
                    price: try level.price.price("price"), quantity: try level.quantity.quantity("quantity")))
        }
        guard message.snapshot_id == .min else {
            sequencers[symbol.int].takeSnapshot(
                message.snapshot_id, levels, bids: message.bid_count, into: &depth)
            return
        }
        guard message.first_id != .min, message.last_id >= message.first_id else {
            throw .badValue(column: "U", found: "\(message.first_id)", expected: "ids U and u with U ≤ u")
        }
        let update = DepthUpdate(
            firstID: message.first_id, lastID: message.last_id,
            previousID: message.previous_id == .min ? nil : message.previous_id)
        sequencers[symbol.int].take(update, levels, bids: message.bid_count, into: &depth)
    }

    private mutating func trade(
        _ message: csj_message, _ symbol: SymbolID, stream: UInt8, id: Int64
    ) throws(FeedProblem) -> Message? {
        if tradeStreams[symbol.int] == 0 { tradeStreams[symbol.int] = stream }
        // Futures also print what is no market trade (insurance fund, ADL): those are left out.
        let isMarket = message.trade_kind.bytes == nil || FieldText.equal(message.trade_kind.raw, "MARKET")
        guard tradeStreams[symbol.int] == stream, isMarket else {
            ignored += 1
            return nil
        }
        guard id != .min else {
            throw .badValue(column: stream == 1 ? "t" : "a", found: "", expected: "the trade's id")
        }
        guard message.buyer_is_maker >= 0 else {
            throw .badValue(column: "m", found: "", expected: "true or false")
        }
        var trade = Trade()
        trade.symbol = symbol
        trade.tradeID = id
        trade.price = try message.price.price("p")
        trade.quantity = try message.quantity.quantity("q")
        trade.buyerIsMaker = message.buyer_is_maker == 1
        return .trade(trade)
    }

    private static func ticker(_ message: csj_message, _ symbol: SymbolID) throws(FeedProblem) -> Message {
        var ticker = Ticker()
        ticker.symbol = symbol
        ticker.bid = try message.bid.price("b")
        ticker.bidQuantity = try message.bid_quantity.quantity("B")
        ticker.ask = try message.ask.price("a")
        ticker.askQuantity = try message.ask_quantity.quantity("A")
        return .ticker(ticker)
    }

    /// A closed candle; `nil` for one that still changes.
    private static func kline(_ message: csj_message, _ symbol: SymbolID) throws(FeedProblem) -> Message? {
        guard message.candle_closed >= 0 else {
            throw .badValue(column: "x", found: "", expected: "true or false")
        }
        guard message.candle_closed == 1 else { return nil }
        let name = String(decoding: message.candle_interval.raw, as: UTF8.self)
        guard let interval = Timeframe(named: name) else { return nil }
        let open = message.candle_open_time
        guard open > 0, open < timeLimit, open % interval.span.milliseconds == 0 else {
            throw .badValue(column: "t", found: "\(open)", expected: "ms since 1970, a multiple of \(name)")
        }
        var kline = Kline()
        kline.symbol = symbol
        kline.interval = interval
        kline.openTime = Timestamp(milliseconds: open)
        kline.closeTime = kline.openTime + interval.span
        kline.open = try message.candle_open.price("o")
        kline.high = try message.candle_high.price("h")
        kline.low = try message.candle_low.price("l")
        kline.close = try message.candle_close.price("c")
        kline.volume = try message.candle_volume.volume("v")
        kline.quoteVolume = try message.candle_quote_volume.volume("q")
        guard kline.low <= min(kline.open, kline.close), kline.high >= max(kline.open, kline.close) else {
            throw .incoherent(column: "h", found: "\(kline.high)", expected: "low ≤ open, close ≤ high")
        }
        return .kline(kline)
    }
}

extension TimeSpan {
    fileprivate var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
