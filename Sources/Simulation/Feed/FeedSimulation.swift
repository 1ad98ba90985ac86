import BinanceFeed
import Configuration
import Engine
import ExchangeSimulator
import Exchanges
import Market
import Messages
import Stages

/// Plays the core of the live feed against the core of the exchange's simulator, in memory: a market made up
/// from the seed, a network that takes its time, and one kind of fault in the midst of it. Behind the feed
/// stand the levels and the paper venue (`JoinedLevels`), and somebody who trades all the time.
///
/// Whatever the feed tells, and what the feed handler says of it, is held against what is so at the exchange
/// (`FeedChecker`), and what is traded against what was told (`TradingChecker`).
public struct FeedSimulation {
    /// How the run went.
    public struct Result: Sendable {
        /// The first that was wrong; `nil` where all held.
        public let breach: String?
        /// Events that the feed told, connections that it opened, requests that it made.
        public let events: Int
        public let connections: Int
        public let requests: Int
        /// How often a book was compared with the exchange's.
        public let books: Int
        /// What was traded.
        public let trading: TradingCounts
    }

    private static let second: Int64 = 1_000_000_000
    /// 2025-05-08 00:00 UTC: where the exchange's clock begins.
    private static let day = Timestamp(milliseconds: 1_746_662_400_000)

    private let plan: FeedFaultPlan
    private let instruments: InstrumentTable
    private var exchange: ExchangeSimulator
    private var core: BinanceFeedCore
    private var network: FeedNetwork
    private let feed = PushedFeed("binance")
    private var checker: FeedChecker
    /// The same for what the feed handler says.
    private var published: FeedChecker
    private let settings: Settings
    /// What stands behind the feed; `nil` until it has told its history.
    private var levels: JoinedLevels?
    private var desk: TradingDesk
    private var trading: TradingChecker
    private let tradingBug: PlantedTradingBug?
    private var failure: String?
    private var now: Int64 = 10 * Self.second
    /// How far the client's clock is off the exchange's.
    private let offset: TimeSpan
    private let bug: PlantedFeedBug?
    /// Events since the last one that the planted mistake bent.
    private var unbent = 0
    private var connections = 0
    private var requests = 0

    /// - Parameters:
    ///   - kind: what goes wrong; nothing where it is `nil`.
    ///   - seed: everything follows from it.
    ///   - bug: a mistake to plant between the feed and the levels, to see that it is found.
    ///   - tradingBug: the same among the levels.
    public init(
        _ kind: Fault.Kind?, seed: UInt64, bug: PlantedFeedBug? = nil, tradingBug: PlantedTradingBug? = nil
    ) throws {
        (self.bug, self.tradingBug) = (bug, tradingBug)
        var chance = SplitMix64(spreading: seed)
        let market: MarketKind = seed.isMultiple(of: 2) ? .spot : .um
        plan = FeedFaultPlan(kind, market, &chance)
        instruments = Self.table(market)
        offset = TimeSpan(nanoseconds: chance.milliseconds(-2000...2000))
        let prices = [100_000, 2500, 150]
        let pairs = zip(instruments.instruments, prices).map { (instrument: $0, price: Price($1)) }
        let data = SyntheticFeed(pairs, seed: seed, from: Self.day, history: 30)
        let moment = Moment(monotonic: now, wall: Self.day)
        exchange = ExchangeSimulator(
            [SimulatorMarket(market, instruments.instruments.map { ListedSymbol($0) }, feed: data)],
            SimulatorTerms(seed: seed), at: moment)
        var wishes = BinanceFeedSettings(
            market, at: BinanceAddresses(rest: "http://x", streams: "ws://x"), seed: seed)
        wishes.historyCandles = 20
        core = try BinanceFeedCore(instruments, wishes)
        network = FeedNetwork(seed: seed ^ 0x4E75)
        (checker, published) = (FeedChecker(instruments), FeedChecker(instruments))
        settings = Self.settings(market, instruments, fill: seed % 4 < 2 ? .shown : .book)
        desk = TradingDesk(instruments, seed: seed ^ 0xDE5C, from: 20 * Self.second)
        trading = TradingChecker(settings)
    }

    /// The standard settings for the simulation's pairs, all three of which may be held at once.
    private static func settings(
        _ market: MarketKind, _ instruments: InstrumentTable, fill: FillRule
    ) -> Settings {
        var settings = Settings.standard
        settings.paper.fill = fill
        (settings.market, settings.instruments) = (market, instruments)
        settings.limits.maxCorrelatedPositions = instruments.count
        return settings
    }

    private static func table(_ market: MarketKind) -> InstrumentTable {
        let lots = [
            ("BTC/USDT", 10_000_000, 1000), ("ETH/USDT", 1_000_000, 10_000), ("SOL/USDT", 100_000, 1_000_000),
        ]
        return InstrumentTable(
            lots.map { name, tick, step in
                Instrument(
                    name: name, market: market, tickSize: Price(raw: Int64(tick)),
                    stepSize: Quantity(raw: Int64(step)), minQuantity: Quantity(raw: Int64(step)),
                    maxQuantity: Quantity(9000), minNotional: Money(5))
            })
    }

    /// Plays it to its end, or to the first that is wrong.
    public mutating func run() -> Result {
        play(until: plan.begins)
        for fault in plan.faults {
            exchange.apply(fault, at: exchangeMoment)
            settle()
            play(until: now + plan.spacing)
        }
        play(until: now + plan.lasts)
        exchange.clearFaults()
        play(until: now + 120 * Self.second)
        if breach == nil { finish() }
        return Result(
            breach: breach.map { "\($0)\n  \(plan.text)" }, events: checker.events,
            connections: connections, requests: requests, books: checker.books, trading: trading.counts)
    }

    /// Two minutes after the last fault all is as it was, and stays so.
    private mutating func finish() {
        checker.expectFresh(at: now)
        published.expectFresh(at: now)
        let calm = now
        desk.isEager = true
        play(until: now + 60 * Self.second)
        guard breach == nil else { return }
        checker.finish(at: now) { exchange.truth(of: $0) }
        published.finish(at: now) { exchange.truth(of: $0) }
        trading.finish(at: now, calmSince: calm)
    }

    /// The first that was wrong.
    private var breach: String? {
        failure ?? checker.breach ?? published.breach.map { "the levels: \($0)" } ?? trading.breach
    }

    private var exchangeMoment: Moment { Moment(monotonic: now, wall: Self.day) }
    private var clientMoment: Moment {
        Moment(monotonic: now, wall: Self.day + TimeSpan(nanoseconds: now - 10 * Self.second) + offset)
    }

    /// Lets everything happen until a moment.
    private mutating func play(until end: Int64) {
        settle()
        while breach == nil {
            let next = min(
                core.wakesAt, exchange.wakesAt, network.nextArrival,
                levels.map { min($0.wakesAt, desk.due) } ?? .max)
            guard next <= end else { break }
            now = max(now, next)
            while let packet = network.next(by: now) {
                deliver(packet)
                settle()
            }
            if exchange.wakesAt <= now { exchange.wake(at: exchangeMoment) }
            if core.wakesAt <= now { core.wake(at: clientMoment) }
            settle()
            if levels != nil, desk.due <= now { trade() }
            if now % Self.second == 0 {
                let truths = instruments.symbols.map { exchange.truth(of: $0) }
                checker.note(truths)
                published.note(truths)
            }
        }
        now = max(now, end)
    }

    /// Carries out what both want, and takes what the feed tells.
    private mutating func settle() {
        for command in exchange.takeCommands() { network.carry(command, at: now) }
        for command in core.takeCommands() {
            if case .open = command { connections += 1 }
            if case .request = command { requests += 1 }
            network.carry(command, at: now)
        }
        for notice in core.takeNotices() { checker.take(notice: notice) }
        for line in core.complaints.lines.dropFirst(checker.complaints) { checker.take(complaint: line) }
        guard core.isReady else { return }
        beginLevels()
        core.takeEvents(into: feed)
        var isTold = false
        while case .event(let event) = feed.next() {
            hear(event)
            isTold = true
        }
        if let levels, isTold || levels.wakesAt <= now { turn(levels) }
    }

    /// The levels begin where the feed has told its history, as in a run.
    private mutating func beginLevels() {
        guard levels == nil else { return }
        checker.begin(core.history)
        published.begin(core.history)
        do {
            levels = try JoinedLevels(settings, history: core.history, tradingBug, at: hostClock)
        } catch { failure = "the levels can't begin: \(error)" }
    }

    private var hostClock: HostClock {
        HostClock(monotonic: now, wall: clientMoment.wall.nanoseconds)
    }

    /// Lets the levels handle what they were told, and takes what they say.
    private mutating func turn(_ levels: JoinedLevels) {
        do { try levels.turn(at: hostClock) } catch { failure = "the levels can't go on: \(error)" }
        for frame in levels.takeFrames() {
            trading.take(frame, at: now)
            guard frame.rank == .feedHandler else { continue }
            published.take(MarketEvent(frame.message, at: frame.time), at: now)
        }
        trading.turned(at: now)
    }

    private mutating func trade() {
        guard let levels, let (wish, signal) = desk.next(at: now, trading) else { return }
        trading.sent(signal, for: wish, at: now)
        if !levels.take(signal) { trading.unanswered(signal, at: now) }
        turn(levels)
    }

    /// Hears an event, bent now and then where a mistake is planted.
    private mutating func hear(_ event: MarketEvent) {
        unbent += 1
        let bent = bug?.bend(event, isDue: unbent > 500) ?? [event]
        if bent != [event] { unbent = 0 }
        for one in bent {
            checker.take(one, at: now)
            trading.heard(one, at: now)
            levels?.tell(one)
        }
    }

    private mutating func deliver(_ packet: FeedPacket) {
        switch packet {
        case .request(let id, let content): exchange.requested(id, content, at: exchangeMoment)
        case .answer(let id, let response): core.answered(id, response, at: clientMoment)
        case .noAnswer(let id, let end): core.failed(id, end, at: clientMoment)
        case .connect(let id, let target):
            let isTaken = exchange.opened(id, target: target, at: exchangeMoment)
            network.answer(id, isTaken: isTaken, at: now)
        case .accepted(let id): core.opened(id, at: clientMoment)
        case .ended(let id, let end):
            core.closed(id, end, at: clientMoment)
            if end != .wanted { exchange.closed(id, at: exchangeMoment) }
        case .gone(let id): exchange.closed(id, at: exchangeMoment)
        case .textToExchange(let id, let text):
            Array(text.utf8).withUnsafeBytes { exchange.received($0, on: id, at: exchangeMoment) }
        case .textToClient(let id, let bytes):
            bytes.withUnsafeBytes { core.received($0, on: id, at: clientMoment) }
        case .pingToExchange(let id, let payload):
            network.pong(id, payload, toExchange: false, at: now)
        case .pingToClient(let id, let payload): network.pong(id, payload, toExchange: true, at: now)
        case .pongToExchange(let id, let payload): exchange.ponged(payload, on: id, at: exchangeMoment)
        case .pongToClient(let id, let payload): core.ponged(payload, on: id, at: clientMoment)
        }
    }
}
