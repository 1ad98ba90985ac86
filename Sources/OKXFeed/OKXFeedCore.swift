import Exchanges
import Market
import Messages

/// The live feed of OKX's spot market without its sockets: what came goes in, requests and socket commands
/// come out (`ClientCore`), and so does what the market tells, as `MarketEvent`s.
///
/// A shell drives it as it drives `BinanceFeedCore`: `wake` starts it; until `isReady` it asks for the
/// exchange's time, its instruments and the history by HTTP alone, then it connects. Nothing of it ever ends:
/// what fails is tried again, and told. Quotes are the best levels of the local book while that stands
/// (docs/decisions/0048).
public struct OKXFeedCore: ClientCore {
    /// Events that wait to be taken at most.
    private static let eventLimit = 1 << 18
    /// Bytes of a message that are read at most.
    private static let messageLimit = 1 << 20

    let settings: OKXFeedSettings
    let instruments: InstrumentTable
    let channels: ChannelTable
    let json: JSONReader
    var isWanted: [Bool]
    var clock = ServerClock()
    var chance: SplitMix64
    var requests: Requests<OKXPaths>
    var lines: Lines
    var streams: StreamTable
    var books: Books
    var candles: Candles
    var start = StartUp()
    var telling = Telling()
    private var events: [MarketEvent] = []
    private(set) var sent: [UInt64]
    /// Of each symbol the newest trade, and the best bid and ask that were told last.
    private var lastTrade: [Trade]
    private var lastQuote: [Ticker]
    /// Trades that were told before.
    private(set) var tradesDoubled: UInt64 = 0
    /// Messages of instruments that nobody asked for.
    private(set) var others: UInt64 = 0
    private var commands: [ClientCommand] = []
    private var nextWatch: Int64 = 0
    var checksLeft = 0
    var checkWindow: Int64 = 0

    // Filled and emptied within one call: their room is kept.
    private var levels: [BookLevel] = []
    private var depthParts: [Depth] = []
    var klineParts: [Kline] = []

    /// - Throws: `OKXFeedError` where there is no memory for the reader, or a pair is a contract.
    public init(_ instruments: InstrumentTable, _ settings: OKXFeedSettings) throws(OKXFeedError) {
        guard let json = JSONReader() else { throw .noMemory }
        if let contract = instruments.instruments.first(where: { $0.market != .spot }) {
            throw .notSpot(contract.name)
        }
        (self.json, self.settings, self.instruments) = (json, settings, instruments)
        channels = ChannelTable(instruments)
        let count = instruments.count
        isWanted = Array(repeating: true, count: count)
        chance = SplitMix64(seed: settings.seed ^ 0x5EED)
        requests = settings.requests(OKXPaths(channels.instruments))
        lines = Lines(settings, channels)
        streams = StreamTable(symbols: count, Channel.allCases.map(\.limits))
        books = Books(count: count, settings)
        candles = Candles(count: count)
        sent = Array(repeating: 0, count: count)
        lastTrade = Array(repeating: Trade(), count: count)
        lastQuote = Array(repeating: Ticker(), count: count)
    }

    /// Whether the history is there, and the channels are connected to.
    public var isReady: Bool { start.phase == .running }

    /// Whether the exchange has none of the pairs in its list: there is nothing to wait for.
    public var knowsNoPair: Bool { start.knowsNoPair }

    /// Closed candles before the first event, by time and symbol.
    public var history: [Kline] { start.history }

    /// What could not be used so far.
    public var complaints: FeedComplaints { telling.complaints }

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
        defer { commands.removeAll() }
        return commands + lines.takeCommands()
    }

    /// When to call `wake` at the latest.
    public var wakesAt: Int64 {
        min(nextWatch, requests.wakesAt(nextWatch - 1_000_000_000), lines.wakesAt)
    }

    /// Time has come.
    public mutating func wake(at moment: Moment) {
        if moment.monotonic >= nextWatch {
            nextWatch = moment.monotonic + 1_000_000_000
            watch(at: moment)
        }
        lines.wake(at: moment.monotonic)
        afterwards(at: moment)
    }

    /// A connection stands.
    public mutating func opened(_ connection: ConnectionID, at moment: Moment) {
        lines.opened(connection, at: moment.monotonic)
        afterwards(at: moment)
    }

    /// Nothing is pinged by a frame: the exchange wants a text.
    public mutating func ponged(_ payload: UInt64, on connection: ConnectionID, at moment: Moment) {}

    /// A connection is gone, or never came to be.
    public mutating func closed(_ connection: ConnectionID, _ end: ConnectionEnd, at moment: Moment) {
        lines.closed(connection, end, at: moment.monotonic)
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
        retry(found, why: "\(end)", at: moment)
        afterwards(at: moment)
    }

    /// A message of the exchange.
    public mutating func received(
        _ text: UnsafeRawBufferPointer, on connection: ConnectionID, at moment: Moment
    ) {
        guard lines.note(connection, bytes: text.count, at: moment.monotonic) else { return }
        guard !FieldText.equal(text, "pong") else { return }
        if text.count > Self.messageLimit {
            let why = "it has \(text.count) bytes; expected \(Self.messageLimit) at most"
            unusable(text, why, on: connection, at: moment)
        } else {
            do throws(FeedProblem) {
                take(try json.readOKX(text), on: connection, at: moment)
            } catch {
                unusable(text, "\(error)", on: connection, at: moment)
            }
        }
        if lines.hasNews || requests.isNew { afterwards(at: moment) }
    }

    /// What follows from each call: what became of connections, and requests that may go now.
    private mutating func afterwards(at moment: Moment) {
        for news in lines.takeNews() { take(news, at: moment) }
        while let (_, command) = requests.next(at: moment, clock) { commands.append(command) }
    }

    /// The id of the newest trade that was told.
    func newestTrade(_ symbol: SymbolID) -> Int64? {
        let id = lastTrade[symbol.int].tradeID
        return id > 0 ? id : nil
    }

    /// Tells the market's word to whoever listens.
    mutating func tell(_ message: Message, at time: Timestamp) {
        guard events.count < Self.eventLimit else {
            telling.complain("told more than \(Self.eventLimit) events that nobody took")
            return
        }
        sent[message.symbol.int] += 1
        events.append(MarketEvent(message, at: time))
    }
}

extension OKXFeedCore {
    /// Takes a message of a socket.
    private mutating func take(_ message: OKXMessage, on connection: ConnectionID, at moment: Moment) {
        let kind = message.kind
        guard let channel = Channel(kind) else { return control(message, kind, on: connection, at: moment) }
        guard let symbol = channels.symbol(named: message.instrumentName), isWanted[symbol.int] else {
            others += 1
            guard !settings.leavesOthersOut else { return }
            telling.complain("got \(message.origin) of an instrument that was not asked for")
            return
        }
        let place = ChannelTable.place(symbol, channel)
        streams.note(place, at: moment.monotonic)
        let time = clock.eventTime(message.sent, at: moment)
        do throws(FeedProblem) {
            switch channel {
            case .ticker: try takeTicker(message, symbol, at: time)
            case .trade: try takeTrades(message, symbol, at: time)
            case .book: try takeBook(message, symbol, on: connection, at: time, moment)
            case .candle: try takeCandles(message, symbol, at: time, moment)
            }
        } catch {
            unusable(place, "\(error)", on: connection, at: moment)
        }
    }

    /// Counts a message that can't be read as a whole, with its channel where that can be made out.
    private mutating func unusable(
        _ text: UnsafeRawBufferPointer, _ why: String, on connection: ConnectionID, at moment: Moment
    ) {
        let words = BrokenMessage(text)
        let place = words.channel.withUnsafeBytes { channel in
            words.instrument.withUnsafeBytes { channels.place(channel: channel, of: $0) }
        }
        guard let place else {
            telling.complain("got a message that can't be used: \(why)")
            return
        }
        unusable(place, why, on: connection, at: moment)
    }

    private mutating func unusable(
        _ place: Int, _ why: String, on connection: ConnectionID, at moment: Moment
    ) {
        let symbol = ChannelTable.symbol(place)
        streams.noteUnusable(place)
        telling.complain("got \(channels.name(place)) that can't be used: \(why)")
        // What it would have changed is missing of the book.
        if ChannelTable.channel(place) == .book, books.source(symbol) == connection {
            loseBook(symbol, "a message of it can't be used", at: moment)
        }
    }

    /// A quote counts while no book stands: what the exchange writes there may be seconds old.
    private mutating func takeTicker(
        _ message: OKXMessage, _ symbol: SymbolID, at time: Timestamp
    ) throws(FeedProblem) {
        var ticker = try message.ticker(symbol)
        guard books.isWaiting(symbol) else { return }
        ticker.last = lastTrade[symbol.int].price
        lastQuote[symbol.int] = ticker
        tell(.ticker(ticker), at: time)
    }

    private mutating func takeTrades(
        _ message: OKXMessage, _ symbol: SymbolID, at time: Timestamp
    ) throws(FeedProblem) {
        guard message.rowCount > 0 else {
            throw .badValue(column: "data", found: "no row", expected: "trades")
        }
        for row in 0..<message.rowCount {
            let trade = try message.trade(symbol, row: row)
            guard trade.tradeID > lastTrade[symbol.int].tradeID else {
                tradesDoubled += 1
                continue
            }
            lastTrade[symbol.int] = trade
            tell(.trade(trade), at: time)
        }
    }

    private mutating func takeBook(
        _ message: OKXMessage, _ symbol: SymbolID, on connection: ConnectionID, at time: Timestamp,
        _ moment: Moment
    ) throws(FeedProblem) {
        let (isSnapshot, link) = (try message.isSnapshot, try message.link())
        try message.levels(into: &levels)
        if !isSnapshot, !levels.isEmpty {
            // Of what was told when somebody subscribed, and of a book that stands still, the time is old.
            lines.note(lag: clock.now(moment).milliseconds - link.time, on: connection)
        }
        depthParts.removeAll(keepingCapacity: true)
        let outcome = books.take(
            link, isSnapshot: isSnapshot, levels, bids: message.bidCount, of: symbol, on: connection,
            at: moment.monotonic, into: &depthParts)
        for part in depthParts { tell(.depth(part), at: time) }
        switch outcome {
        case .leftOut: return
        case .taken: tellQuote(of: symbol, at: time)
        case .broke(let why):
            lastQuote[symbol.int] = Ticker()
            telling.note("lost the book of \(instruments.name(symbol)): \(why)")
            askForBook(symbol, at: moment)
        }
    }

    /// The best levels of the book, where they are others than were told last.
    private mutating func tellQuote(of symbol: SymbolID, at time: Timestamp) {
        guard let book = books.book(symbol), let bid = book.bids.first, let ask = book.asks.first else {
            return
        }
        var ticker = lastQuote[symbol.int]
        ticker.symbol = symbol
        (ticker.bid, ticker.bidQuantity) = (bid.price, bid.quantity)
        (ticker.ask, ticker.askQuantity) = (ask.price, ask.quantity)
        guard ticker != lastQuote[symbol.int] else { return }
        ticker.last = lastTrade[symbol.int].price
        lastQuote[symbol.int] = ticker
        tell(.ticker(ticker), at: time)
    }

    /// Says that a symbol's book is worthless; where its channel still stands it is subscribed to anew.
    mutating func loseBook(_ symbol: SymbolID, _ why: String?, at moment: Moment) {
        depthParts.removeAll(keepingCapacity: true)
        books.lose(symbol, askingAt: why == nil ? nil : moment.monotonic, into: &depthParts)
        for part in depthParts { tell(.depth(part), at: clock.now(moment)) }
        lastQuote[symbol.int] = Ticker()
        guard let why else { return }
        telling.note("lost the book of \(instruments.name(symbol)): \(why)")
        askForBook(symbol, at: moment)
    }

    /// Subscribes to a book anew, where it is time for that.
    mutating func askForBook(_ symbol: SymbolID, at moment: Moment) {
        guard books.isDue(symbol, at: moment.monotonic) else { return }
        books.asked(symbol, at: moment.monotonic)
        lines.askAgain(ChannelTable.place(symbol, .book), at: moment.monotonic)
    }

    private mutating func takeCandles(
        _ message: OKXMessage, _ symbol: SymbolID, at time: Timestamp, _ moment: Moment
    ) throws(FeedProblem) {
        for row in 0..<message.rowCount where try message.isClosedCandle(row: row) {
            let kline = try message.candle(symbol, row: row)
            klineParts.removeAll(keepingCapacity: true)
            let from = candles.take(kline, at: moment.monotonic, into: &klineParts)
            for part in klineParts { tell(.kline(part), at: max(time, part.closeTime)) }
            if let from { requests.want(.candles(symbol, from: from)) }
        }
    }

    /// What is no market data: answers to requests, and the word that the exchange ends a connection.
    private mutating func control(
        _ message: OKXMessage, _ kind: OKXMessageKind, on connection: ConnectionID, at moment: Moment
    ) {
        switch kind {
        case .subscribed:
            let place = channels.place(channel: message.channelName, of: message.instrumentName)
            if let place { lines.given(place, on: connection, at: moment.monotonic) }
        case .unsubscribed: break
        case .refused: lines.refused(message.words, on: connection)
        case .notice:
            telling.note("was told that the exchange ends a connection: \(message.words)")
            lines.renew(connection, at: moment.monotonic)
        default: telling.complain("got \(message.origin), which it does not know")
        }
    }
}
