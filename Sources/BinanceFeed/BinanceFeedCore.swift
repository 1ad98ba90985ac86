import Exchanges
import Market
import Messages

/// The live feed of Binance's spot or USDⓈ-M market without its sockets: what came goes in, requests and
/// socket commands come out (`ClientCore`), and so does what the market tells, as `MarketEvent`s.
///
/// How a shell drives it:
///
///     var core = try BinanceFeedCore(instruments, BinanceFeedSettings(.spot, at: .mainnet(.spot), seed: 7))
///     // until core.isReady: wake(at:), then takeCommands() after each call; answers and messages go in
///     let feed = PushedFeed("binance", history: core.history)
///     // from then on, after each call: core.takeEvents(into: feed), and core.takeNotices() for the log
///
/// The first `wake` starts it. Before it is ready it asks for the exchange's time, its symbols and the
/// history by HTTP alone; then it connects. Nothing of it ever ends: what fails is tried again, and told.
/// Event times are the exchange's clock at the moment of arrival (docs/decisions/0041).
public struct BinanceFeedCore: ClientCore {
    /// Events that wait to be taken at most.
    private static let eventLimit = 1 << 18
    /// Bytes of a message that are read at most.
    private static let messageLimit = 1 << 20

    let settings: BinanceFeedSettings
    let instruments: InstrumentTable
    let streamNames: StreamNames
    private let symbolNames: NameTable
    let json: JSONReader
    var isWanted: [Bool]
    var clock: ServerClock
    var chance: SplitMix64
    var requests: Requests<RestPaths>
    var connections: Connections
    var streams: StreamTable
    var books: Books
    var candles: Candles
    var trades: Trades
    var start = StartUp()
    var telling = Telling()
    /// Makes a recording of what comes; `nil` where nobody wants one.
    var recorder: FeedRecorder?
    private var events: [MarketEvent] = []
    var sent: [UInt64]
    private var lastTicker: [Int64]
    private var marks: [ContractMark?]
    private var commands: [ClientCommand] = []
    private var nextWatch: Int64 = 0
    var checksLeft = 0
    var checkWindow: Int64 = 0

    // Filled and emptied within one call: their room is kept.
    private var levels: [BookLevel] = []
    private var depthParts: [Depth] = []
    private var tradeParts: [Trade] = []
    var klineParts: [Kline] = []

    /// - Throws: `BinanceFeedError` where there is no memory for the reader.
    public init(_ instruments: InstrumentTable, _ settings: BinanceFeedSettings) throws(BinanceFeedError) {
        guard let json = JSONReader() else { throw .noMemory }
        let names = instruments.instruments.map(\.exchangeName)
        (self.json, self.settings, self.instruments) = (json, settings, instruments)
        symbolNames = NameTable(names)
        streamNames = StreamNames(names, singleTrades: settings.singleTrades)
        isWanted = Array(repeating: true, count: names.count)
        clock = ServerClock(speed: settings.clockSpeed)
        chance = SplitMix64(seed: settings.seed ^ 0x5EED)
        requests = settings.requests(RestPaths(settings, names, order: Self.order(instruments)))
        connections = Connections(settings, streamNames)
        streams = StreamTable(symbols: names.count)
        books = Books(instruments.symbols)
        candles = Candles(count: names.count)
        trades = Trades(
            count: names.count, longestFill: settings.singleTrades ? 0 : settings.longestTradeFill)
        sent = Array(repeating: 0, count: names.count)
        lastTicker = Array(repeating: 0, count: names.count)
        marks = Array(repeating: nil, count: names.count)
        if settings.isRecorded { recorder = FeedRecorder(names) }
    }

    /// Bitcoin and ether first, then the list's order.
    static func order(_ instruments: InstrumentTable) -> [Int] {
        instruments.symbols.map { symbol in
            switch instruments[symbol].base {
            case "BTC": 0
            case "ETH": 1
            default: 2 + symbol.int
            }
        }
    }

    /// The streams that a symbol has.
    var kinds: [StreamKind] { StreamKind.allCases.filter { settings.market == .um || $0 != .mark } }

    /// Whether the history is there, and the streams are connected to.
    public var isReady: Bool { start.phase == .running }

    /// Whether the exchange has none of the pairs in its list: there is nothing to wait for.
    public var knowsNoPair: Bool { start.knowsNoPair }

    /// Closed candles before the first event, by time and symbol.
    public var history: [Kline] { start.history }

    /// Lets go of the history: whoever wanted it has it.
    public mutating func forgetHistory() { start.history = [] }

    /// What could not be used so far.
    public var complaints: FeedComplaints { telling.complaints }

    /// The newest mark price and funding rate of a contract.
    public func markPrice(_ symbol: SymbolID) -> ContractMark? { marks[symbol.int] }

    /// Gives what the market told since the last call to a feed, and what could not be used.
    public mutating func takeEvents(into feed: PushedFeed) {
        for event in events { feed.push(event) }
        events.removeAll(keepingCapacity: true)
        telling.takeComplaints { line in feed.complain(line) }
    }

    /// What a person may want to know of the connections, gaps and symbols, oldest first, once.
    public mutating func takeNotices() -> [String] { telling.takeNotices() }

    /// What the shell is to do, oldest first, once.
    public mutating func takeCommands() -> [ClientCommand] {
        // Most messages ask for nothing.
        guard !commands.isEmpty || !connections.commands.isEmpty else { return [] }
        defer { commands.removeAll() }
        return commands + connections.takeCommands()
    }

    /// When to call `wake` at the latest.
    public var wakesAt: Int64 {
        min(nextWatch, requests.wakesAt(nextWatch - 1_000_000_000), connections.wakesAt(nextWatch))
    }

    /// Time has come.
    public mutating func wake(at moment: Moment) {
        if moment.monotonic >= nextWatch {
            nextWatch = moment.monotonic + 1_000_000_000
            watch(at: moment)
        }
        connections.wake(at: moment.monotonic)
        afterwards(at: moment)
    }

    /// A connection stands.
    public mutating func opened(_ connection: ConnectionID, at moment: Moment) {
        connections.opened(connection, at: moment.monotonic)
        afterwards(at: moment)
    }

    /// The exchange answered a ping.
    public mutating func ponged(_ payload: UInt64, on connection: ConnectionID, at moment: Moment) {
        connections.ponged(payload, on: connection, at: moment.monotonic)
    }

    /// A connection is gone, or never came to be.
    public mutating func closed(_ connection: ConnectionID, _ end: ConnectionEnd, at moment: Moment) {
        connections.closed(connection, end, at: moment.monotonic)
        afterwards(at: moment)
    }

    /// A request was answered.
    public mutating func answered(
        _ request: ExchangeRequestID, _ response: HTTPResponse, at moment: Moment
    ) {
        guard let found = requests.finish(request, response, at: moment, clock) else { return }
        take(response, to: found, at: moment)
        afterwards(at: moment)
    }

    /// A request got no answer.
    public mutating func failed(_ request: ExchangeRequestID, _ end: ConnectionEnd, at moment: Moment) {
        guard let found = requests.finish(request, nil, at: moment, clock) else { return }
        if let wait = end.wait {
            telling.note("\(end)")
            requests.putBack(found, after: wait, at: moment, clock)
        } else {
            retry(found, why: "\(end)", at: moment)
        }
        afterwards(at: moment)
    }

    /// A message of the exchange.
    public mutating func received(
        _ text: UnsafeRawBufferPointer, on connection: ConnectionID, at moment: Moment
    ) {
        guard connections.note(connection, bytes: text.count, at: moment.monotonic) else { return }
        guard text.count <= Self.messageLimit else {
            telling.complain("got a message of \(text.count) bytes; expected \(Self.messageLimit) at most")
            return
        }
        do throws(FeedProblem) {
            let message = try json.read(text)
            try take(message, text, on: connection, at: moment)
        } catch {
            telling.complain("got a message that can't be used: \(error)")
        }
        if connections.hasNews || requests.isNew { afterwards(at: moment) }
    }

    /// What follows from each call: what became of connections, and requests that may go now.
    mutating func afterwards(at moment: Moment) {
        for news in connections.takeNews() { take(news, at: moment) }
        while let (request, command) = requests.next(at: moment, clock) {
            if case .snapshot(let symbol) = request.wish { books.asked(symbol) }
            commands.append(command)
        }
    }

    /// Tells the market's word to whoever listens; `text` is the exchange's own where it came just now.
    mutating func tell(_ message: Message, at time: Timestamp, as text: UnsafeRawBufferPointer? = nil) {
        guard events.count < Self.eventLimit else {
            telling.complain("told more than \(Self.eventLimit) events that nobody took")
            return
        }
        sent[message.symbol.int] += 1
        recorder?.told(message, at: time, as: text)
        events.append(MarketEvent(message, at: time))
    }
}

extension BinanceFeedCore {
    /// Takes a message of a socket.
    private mutating func take(
        _ message: StreamMessage, _ text: UnsafeRawBufferPointer, on connection: ConnectionID,
        at moment: Moment
    ) throws(FeedProblem) {
        let kind = message.kind
        guard let streamKind = StreamKind(kind) else {
            control(message, kind, on: connection, at: moment)
            return
        }
        guard let index = symbolNames.index(of: message.symbolName), isWanted[index] else {
            telling.complain("got \(message.origin) of a symbol that was not asked for")
            return
        }
        let symbol = SymbolID(index)
        let place = StreamTable.place(symbol, streamKind)
        streams.note(place, at: moment.monotonic)
        if let sent = message.sent { clock.heard(sent, at: moment) }
        let now = clock.now(moment)
        if let sent = message.sent {
            connections.note(lag: now.nanoseconds - sent.nanoseconds, on: connection)
        }
        do throws(FeedProblem) {
            try take(message, text, streamKind, symbol, on: connection, at: moment)
        } catch {
            streams.noteUnusable(place)
            telling.complain("got \(streamNames.name(place)) that can't be used: \(error)")
        }
    }

    private mutating func take(
        _ message: StreamMessage, _ text: UnsafeRawBufferPointer, _ kind: StreamKind, _ symbol: SymbolID,
        on connection: ConnectionID, at moment: Moment
    ) throws(FeedProblem) {
        let time = clock.eventTime(message.sent, at: moment)
        switch kind {
        case .ticker:
            guard message.last_id > lastTicker[symbol.int] else { return }
            let ticker = try message.ticker(symbol)
            lastTicker[symbol.int] = message.last_id
            tell(.ticker(ticker), at: time, as: text)
        case .trade:
            guard message.isMarketTrade else { return record(text, of: symbol, at: time) }
            let trade = try message.trade(symbol, isAggregate: message.kind == .aggregateTrade)
            take(trade, text, isDoubled: connections.isDoubled(connection), at: time, moment)
        case .candle:
            guard try message.isClosedCandle, message.candleLength == Candles.length else {
                return record(text, of: symbol, at: time)
            }
            let kline = try message.kline(symbol)
            take(kline, text, at: max(time, kline.closeTime), moment)
        case .depth: try takeDepth(message, text, symbol, on: connection, at: time)
        case .mark:
            let mark = try message.markPrice(symbol)
            marks[symbol.int] = mark
            tell(.mark(mark), at: time, as: text)
        }
    }

    private mutating func take(
        _ trade: Trade, _ text: UnsafeRawBufferPointer, isDoubled: Bool, at time: Timestamp, _ moment: Moment
    ) {
        tradeParts.removeAll(keepingCapacity: true)
        let missing = trades.missing
        let hole = trades.take(trade, at: moment.monotonic, into: &tradeParts)
        for part in tradeParts {
            tell(.trade(part), at: time, as: part.tradeID == trade.tradeID ? text : nil)
        }
        tellMissing(since: missing, of: trade.symbol, "more than are fetched")
        // A second connection may yet tell what this one has not.
        let patience: Int64 = isDoubled ? 1_000_000_000 : 0
        if let hole { fill(hole, of: trade.symbol, notBefore: moment.monotonic + patience) }
    }

    private mutating func take(
        _ kline: Kline, _ text: UnsafeRawBufferPointer, at time: Timestamp, _ moment: Moment
    ) {
        klineParts.removeAll(keepingCapacity: true)
        let from = candles.take(kline, at: moment.monotonic, into: &klineParts)
        for part in klineParts {
            tell(.kline(part), at: time, as: part.openTime == kline.openTime ? text : nil)
        }
        if let from { requests.want(.candles(kline.symbol, from: from)) }
    }

    private mutating func takeDepth(
        _ message: StreamMessage, _ text: UnsafeRawBufferPointer, _ symbol: SymbolID,
        on connection: ConnectionID, at time: Timestamp
    ) throws(FeedProblem) {
        let update = try message.depthUpdate()
        try message.levels(into: &levels)
        depthParts.removeAll(keepingCapacity: true)
        books.take(
            update, of: symbol, levels, bids: message.bid_count,
            mayWait: connections.isDoubled(connection), into: &depthParts)
        for part in depthParts { tell(.depth(part), at: time) }
        record(diff: text, id: update.lastID, of: symbol, isTold: !depthParts.isEmpty, at: time)
        if books.isWaiting(symbol) { requests.want(.snapshot(symbol)) }
    }

    /// Takes a book's snapshot; false where it can't be joined to the diffs that came since.
    mutating func takeSnapshot(
        _ body: [UInt8], of symbol: SymbolID, at moment: Moment
    ) throws(FeedProblem) -> Bool {
        let message = try body.withUnsafeBufferPointer { (bytes) throws(FeedProblem) in
            try json.read(UnsafeRawBufferPointer(bytes))
        }
        guard message.snapshot_id >= 0, message.has_levels == 1 else {
            throw .badValue(column: "lastUpdateId", found: "", expected: "a book's snapshot")
        }
        try message.levels(into: &levels)
        depthParts.removeAll(keepingCapacity: true)
        let isWhole = books.take(
            snapshot: message.snapshot_id, of: symbol, levels, bids: message.bid_count, into: &depthParts)
        for part in depthParts { tell(.depth(part), at: clock.now(moment)) }
        if !depthParts.isEmpty { record(snapshot: body, of: symbol, at: clock.now(moment)) }
        return isWhole
    }

    /// Says that a symbol's book is worthless.
    mutating func loseBook(_ symbol: SymbolID, at moment: Moment) {
        depthParts.removeAll(keepingCapacity: true)
        books.lose(symbol, into: &depthParts)
        for part in depthParts { tell(.depth(part), at: clock.now(moment)) }
        if !depthParts.isEmpty { recorder?.bookLost(symbol, at: clock.now(moment)) }
        lastTicker[symbol.int] = 0
    }

    /// What is no market data: answers to requests, and the word that the exchange goes down.
    private mutating func control(
        _ message: StreamMessage, _ kind: StreamMessageKind, on connection: ConnectionID, at moment: Moment
    ) {
        switch kind {
        case .reply:
            connections.answered(
                message.reply_id, refusal: message.refusal, on: connection, at: moment.monotonic)
        case .shutdown:
            telling.note("was told that the exchange shuts a connection down")
            connections.renew(connection, at: moment.monotonic)
            connections.wake(at: moment.monotonic)
        default: telling.complain("got \(message.origin), which it does not know")
        }
    }

    /// Takes filled trades from an answer.
    mutating func takeTrades(_ body: [UInt8], of symbol: SymbolID, at moment: Moment) throws(FeedProblem) {
        tradeParts.removeAll(keepingCapacity: true)
        var found: [Trade] = []
        try RestReader(json).aggregateTrades(body, of: symbol) { found.append($0) }
        for trade in found { trades.take(filled: trade, into: &tradeParts) }
        endFill(of: symbol, gaveUp: false, at: moment)
    }

    /// A hole in the trades was filled, or can't be.
    mutating func endFill(of symbol: SymbolID, gaveUp: Bool, at moment: Moment) {
        let missing = trades.missing
        let rest = trades.endFill(symbol, gaveUp: gaveUp, into: &tradeParts)
        for part in tradeParts { tell(.trade(part), at: clock.now(moment)) }
        tradeParts.removeAll(keepingCapacity: true)
        tellMissing(since: missing, of: symbol, "they are not to be had")
        if let rest { fill(rest, of: symbol, notBefore: moment.monotonic) }
    }

    private mutating func tellMissing(since before: UInt64, of symbol: SymbolID, _ why: String) {
        let count = trades.missing - before
        if count > 0 { telling.note("misses \(count) trades of \(instruments.name(symbol)): \(why)") }
    }

    private mutating func fill(_ hole: Trades.Hole, of symbol: SymbolID, notBefore: Int64) {
        requests.want(.trades(symbol, from: hole.from, to: hole.to), notBefore: notBefore)
    }
}
