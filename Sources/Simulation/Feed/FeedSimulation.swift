import BinanceFeed
import ExchangeSimulator
import Exchanges
import Market
import Messages

/// Plays the core of the live feed against the core of the exchange's simulator, in memory: a market made up
/// from the seed, a network that takes its time, and one kind of fault in the midst of it. Whatever the feed
/// tells is held against what is so at the exchange (`FeedChecker`).
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
    ///   - bug: a mistake to plant, to see that it is found.
    public init(_ kind: Fault.Kind?, seed: UInt64, bug: PlantedFeedBug? = nil) throws {
        self.bug = bug
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
        var settings = BinanceFeedSettings(
            market, at: BinanceAddresses(rest: "http://x", streams: "ws://x"), seed: seed)
        settings.historyCandles = 20
        core = try BinanceFeedCore(instruments, settings)
        network = FeedNetwork(seed: seed ^ 0x4E75)
        checker = FeedChecker(instruments)
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
        checker.expectFresh(at: now)
        play(until: now + 60 * Self.second)
        checker.finish(at: now) { exchange.truth(of: $0) }
        return Result(
            breach: checker.breach.map { "\($0)\n  \(plan.text)" }, events: checker.events,
            connections: connections, requests: requests, books: checker.books)
    }

    private var exchangeMoment: Moment { Moment(monotonic: now, wall: Self.day) }
    private var clientMoment: Moment {
        Moment(monotonic: now, wall: Self.day + TimeSpan(nanoseconds: now - 10 * Self.second) + offset)
    }

    /// Lets everything happen until a moment.
    private mutating func play(until end: Int64) {
        settle()
        while checker.breach == nil {
            let next = min(min(core.wakesAt, exchange.wakesAt), network.nextArrival)
            guard next <= end else { break }
            now = max(now, next)
            while let packet = network.next(by: now) {
                deliver(packet)
                settle()
            }
            if exchange.wakesAt <= now { exchange.wake(at: exchangeMoment) }
            if core.wakesAt <= now { core.wake(at: clientMoment) }
            settle()
            if now % 100_000_000 == 0 { checker.note(now) { exchange.truth(of: $0) } }
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
        core.takeEvents(into: feed)
        while case .event(let event) = feed.next() { hear(event) }
        for notice in core.takeNotices() { checker.take(notice: notice) }
        for line in core.complaints.lines.dropFirst(checker.complaints) { checker.take(complaint: line) }
        if core.isReady { checker.begin(core.history) }
    }

    /// Hears an event, bent now and then where a mistake is planted.
    private mutating func hear(_ event: MarketEvent) {
        guard let bug else { return checker.take(event, at: now) }
        unbent += 1
        let bent = bug.bend(event, isDue: unbent > 500)
        if bent != [event] { unbent = 0 }
        for one in bent { checker.take(one, at: now) }
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
