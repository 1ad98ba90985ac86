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
        if message.isExchangeClock { return }
        if FieldText.equal(message.event.raw, RecordingWord.bookLost) {
            depth.removeAll(keepingCapacity: true)
            sequencers[symbol.int].lose(into: &depth)
            for part in depth { events.append(MarketEvent(.depth(part), at: time)) }
        } else if message.has_levels == 1 {
            try takeDepth(message, symbol)
            for part in depth { events.append(MarketEvent(.depth(part), at: time)) }
        } else if let single = try single(message, symbol) {
            events.append(MarketEvent(single, at: time))
        }
    }

    private mutating func single(_ message: csj_message, _ symbol: SymbolID) throws(FeedProblem) -> Message? {
        if message.has_candle == 1 { return try Self.kline(message, symbol) }
        if FieldText.equal(message.event.raw, "trade") {
            return try trade(message, symbol, stream: 1)
        }
        if FieldText.equal(message.event.raw, "aggTrade") {
            return try trade(message, symbol, stream: 2)
        }
        if FieldText.equal(message.event.raw, "markPriceUpdate") {
            return .mark(try message.markPrice(symbol))
        }
        if message.bid.bytes != nil { return .ticker(try message.ticker(symbol)) }
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
        return Self.unescaped(parameter.dropFirst(7).utf8).withUnsafeBytes { symbol(named: $0) }
    }

    /// The bytes of a query's value, in which "%E5" stands for one of them.
    private static func unescaped(_ text: Substring.UTF8View) -> [UInt8] {
        var (bytes, rest) = ([UInt8](), text)
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    private func symbol(named name: UnsafeRawBufferPointer) -> SymbolID? {
        names.firstIndex { $0.elementsEqual(name) }.map { SymbolID($0) }
    }

    private mutating func takeDepth(_ message: csj_message, _ symbol: SymbolID) throws(FeedProblem) {
        depth.removeAll(keepingCapacity: true)
        try message.levels(into: &levels)
        guard message.snapshot_id == .min else {
            sequencers[symbol.int].takeSnapshot(
                message.snapshot_id, levels, bids: message.bid_count, into: &depth)
            return
        }
        sequencers[symbol.int].take(
            try message.depthUpdate(), levels, bids: message.bid_count, into: &depth)
    }

    private mutating func trade(
        _ message: csj_message, _ symbol: SymbolID, stream: UInt8
    ) throws(FeedProblem) -> Message? {
        if tradeStreams[symbol.int] == 0 { tradeStreams[symbol.int] = stream }
        guard tradeStreams[symbol.int] == stream, message.isMarketTrade else {
            ignored += 1
            return nil
        }
        return .trade(try message.trade(symbol, isAggregate: stream == 2))
    }

    /// A closed candle of a length that Strata has; `nil` for one that still changes.
    private static func kline(_ message: csj_message, _ symbol: SymbolID) throws(FeedProblem) -> Message? {
        guard try message.isClosedCandle, message.candleLength != nil else { return nil }
        return .kline(try message.kline(symbol))
    }
}
