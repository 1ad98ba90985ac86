import Exchanges
import Market

/// Fetches a market's past by HTTP without sockets or files: what came goes in, requests come out
/// (`RequestCore`), and so do the rows, as lines of the exchange's dumps.
///
///     var core = try HistoryCore(["BTCUSDT"], BinanceFeedSettings(.spot, at: .mainnet(.spot), seed: 7))
///     // until core.isReady: wake(at:), then takeCommands() after each call; answers go in
///     core.fetch(HistoryPiece("BTCUSDT", .candles(.m1), from: …, to: …))
///     // from then on, after each call: core.takeEvents(), and core.takeNotices() for a person
///
/// It asks within the exchange's limits, waits as long as the exchange wants it to, and tries again what
/// fails, later each time; what goes on failing it gives up.
public struct HistoryCore: RequestCore {
    /// A request is given up after so many failures.
    static let failureLimit = 10

    /// The steps of the start.
    enum Phase: Sendable {
        case asleep, clock, symbols, ready
    }

    let settings: BinanceFeedSettings
    let json: JSONReader
    var requests: Requests<HistoryPaths>
    var clock = ServerClock()
    var chance: SplitMix64
    var phase = Phase.asleep
    /// What is asked for next, of each piece that is not at its end.
    var pieces: [Progress] = []
    var events: [HistoryEvent] = []
    private var commands: [ClientCommand] = []
    private var notices: [String] = []
    private let names: [String]
    /// Pairs that are funded in other than eight hours; `nil` before that is known.
    var fundingHours: [String: Int64]?
    /// Names that the exchange does not have.
    public internal(set) var unknown: [String] = []
    /// Why nothing can be had at all.
    public internal(set) var failure: String?

    /// A piece that is fetched.
    struct Progress: Sendable {
        var question: HistoryQuestion
        /// The newest row so far.
        var newest: HistoryPlace?
        var isAtEnd = false
    }

    /// - Parameter names: the exchange's names of the pairs that are wanted.
    /// - Throws: `BinanceFeedError` where there is no memory for the reader.
    public init(_ names: [String], _ settings: BinanceFeedSettings) throws(BinanceFeedError) {
        guard let json = JSONReader() else { throw .noMemory }
        (self.json, self.settings, self.names) = (json, settings, names)
        requests = settings.requests(HistoryPaths(settings))
        chance = SplitMix64(seed: settings.seed ^ 0x5EED)
    }

    /// Whether the exchange's time and pairs are known, and pieces can be asked for.
    public var isReady: Bool { phase == .ready }

    /// Whether all pieces are at their end.
    public var isIdle: Bool { pieces.allSatisfy(\.isAtEnd) }

    /// The exchange's time, as late as it surely is: what ended before it changes no more.
    public func now(at moment: Moment) -> Timestamp { clock.atLeast(moment) }

    /// Seconds until the exchange may be asked again, where it wants to be left in peace.
    public func pause(at moment: Moment) -> Int64 {
        guard requests.pausedUntil > moment.monotonic else { return 0 }
        return (requests.pausedUntil - moment.monotonic) / 1_000_000_000
    }

    /// Asks for a piece; answers its number, counted from zero.
    @discardableResult
    public mutating func fetch(_ piece: HistoryPiece) -> Int {
        pieces.append(Progress(question: HistoryQuestion(piece), newest: piece.after))
        let place = pieces.count - 1
        if piece.kind == .funding, fundingHours == nil {
            requests.want(.fundingHours)
        } else {
            askOn(place)
        }
        return place
    }

    /// What came of the pieces since the last call, oldest first.
    public mutating func takeEvents() -> [HistoryEvent] {
        defer { events.removeAll() }
        return events
    }

    /// What a person may want to know of requests that failed, oldest first, once.
    public mutating func takeNotices() -> [String] {
        defer { notices.removeAll() }
        return notices
    }

    mutating func note(_ text: String) { notices.append(text) }

    // MARK: Its shell

    /// What the shell is to do, oldest first, once.
    public mutating func takeCommands() -> [ClientCommand] {
        defer { commands.removeAll() }
        return commands
    }

    /// When to call `wake` at the latest.
    public var wakesAt: Int64 { phase == .asleep ? 0 : max(0, requests.wakesAt(lastMoment)) }

    /// Monotonic time of the newest call.
    private var lastMoment: Int64 = .min

    /// Time has come.
    public mutating func wake(at moment: Moment) {
        if phase == .asleep {
            phase = .clock
            requests.want(.time)
        }
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
            note("\(end)")
            requests.putBack(found, after: wait, at: moment, clock)
        } else {
            retry(found, why: "\(end)", at: moment)
        }
        afterwards(at: moment)
    }

    /// Asks for what follows of a piece.
    mutating func askOn(_ place: Int) {
        guard !pieces[place].isAtEnd else { return }
        let question = pieces[place].question
        if question.id == nil, question.from >= question.to { return finish(place) }
        requests.want(.page(place, question))
    }

    mutating func finish(_ place: Int) {
        pieces[place].isAtEnd = true
        events.append(.finished(piece: place))
    }

    private mutating func afterwards(at moment: Moment) {
        lastMoment = moment.monotonic
        if phase == .ready, clock.isStale(at: moment, after: settings.clockEvery) { requests.want(.time) }
        while let (_, command) = requests.next(at: moment, clock) { commands.append(command) }
    }

    /// Looks for the pairs in the exchange's list.
    mutating func takeSymbols(_ body: [UInt8]) throws(FeedProblem) {
        var isThere = Array(repeating: false, count: names.count)
        let table = NameTable(names)
        try RestReader(json).symbols(body) { name, _ in
            if let index = table.index(of: name) { isThere[index] = true }
        }
        if let limit = try RestReader(json).weightLimit(body) { requests.take(weightLimit: limit) }
        unknown = zip(names, isThere).filter { !$0.1 }.map(\.0)
        phase = .ready
    }
}
