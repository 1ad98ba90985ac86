import BinanceVenue
import Configuration
import ExchangeSimulator
import Exchanges
import Market
import Messages
import Sealing
import Stages

/// Plays the executor with its keeper of stops, the core of its account at Binance and the core of the
/// exchange's simulator, joined in memory: a market made up from the seed, real signatures, a network that
/// takes its time, somebody who trades all the time, and one kind of trouble in the midst of it.
///
/// What the executor keeps is held against what is so at the exchange (`AccountChecker`).
public struct AccountSimulation {
    /// How the run went.
    public struct Result: Sendable {
        /// The first that was wrong; `nil` where all held.
        public let breach: String?
        /// What happened.
        public let counts: AccountCounts
    }

    static let second: Int64 = 1_000_000_000
    /// 2025-05-07 23:58:20 UTC: funding is due in the midst of a run.
    static let start = Timestamp(milliseconds: 1_746_662_300_000)
    static let begin = 10 * second
    static let base = "http://127.0.0.1:1"

    let trouble: AccountTrouble
    let plan: AccountPlan
    let market: MarketKind
    let settings: Settings
    /// Pairs on which Strata trades: a person has the last one.
    let traded: InstrumentTable
    let seed: UInt64
    let bug: PlantedAccountBug?
    let trace: ((String) -> Void)?
    let signer: BinanceSigner
    var exchange: ExchangeSimulator
    var line: AccountLine
    /// The venue's core; `nil` while the executor's process is away.
    var core: BinanceVenueCore?
    var seat: ExecutorSeat
    var desk: SubmissionDesk
    var checker: AccountChecker
    var now = AccountSimulation.begin
    /// How far the client's clock is off the exchange's.
    let offset: TimeSpan
    /// What the venue said before the executor was there.
    var pending: [VenueWord] = []
    /// When the executor dies at the latest, and begins anew, monotonic.
    var dieBy = Int64.max
    var reviveAt = Int64.max
    var away: Int64 = 0
    var nextSecond = AccountSimulation.begin
    /// Words and requests of a person so far.
    var heard = 0
    var handRequests: UInt64 = 0

    /// - Parameters:
    ///   - market: on spot nothing is sold short, and a stop rests with its target as one list.
    ///   - seed: everything follows from it.
    ///   - bug: a mistake to plant, to see that it is found.
    ///   - trace: is told each line of what is asked, said and sent.
    public init(
        _ trouble: AccountTrouble, _ market: MarketKind = .um, seed: UInt64, bug: PlantedAccountBug? = nil,
        trace: ((String) -> Void)? = nil
    ) throws {
        (self.trouble, self.market, self.seed, self.bug, self.trace) = (trouble, market, seed, bug, trace)
        var chance = SplitMix64(spreading: seed)
        plan = AccountPlan(trouble, market, &chance)
        offset = TimeSpan(nanoseconds: chance.milliseconds(-2000...2000))
        settings = Self.settings(market)
        let instruments = settings.instruments
        traded = InstrumentTable(Array(instruments.instruments.prefix(2)))
        let addresses = BinanceVenueAddresses(base: Self.base)
        let key = try SigningKey(Self.secret(seed))
        signer = BinanceSigner("strata", key, of: .testnet, for: addresses)
        exchange = try Self.exchange(market, instruments, plan, key, seed: seed)
        line = AccountLine(signer, addresses, seed: seed ^ 0x4E75, bug)
        core = try Self.core(settings, addresses, since: nil, seed: seed)
        seat = ExecutorSeat(settings, bug?.ofKeeper)
        desk = SubmissionDesk(
            traded, seed: seed ^ 0xDE5C, from: Self.begin + 5 * Self.second)
        desk.buysOnly = trouble == .liquidation || market == .spot
        checker = AccountChecker(instruments, isFutures: market == .um, trouble)
    }

    private static func settings(_ market: MarketKind) -> Settings {
        var settings = Settings.standard
        settings.market = market
        settings.capital = Money(100_000)
        (settings.limits.maxOrder, settings.limits.maxTotalExposure) = (Money(5000), 2)
        (settings.limits.maxCryptoExposure, settings.limits.maxCorrelatedPositions) = (2, 3)
        for place in settings.symbols.indices { settings.symbols[place].leverage = market == .um ? 5 : 1 }
        settings.instruments = InstrumentTable(
            settings.instruments.instruments.map { market == .um ? $0 : Self.spot($0) })
        return settings
    }

    /// A pair with spot's filters: finer lots, so that a fee in what was bought leaves little.
    private static func spot(_ pair: Instrument) -> Instrument {
        let lot = Quantity(raw: pair.base == "BTC" ? 1000 : pair.base == "ETH" ? 10_000 : 100_000)
        return Instrument(
            name: pair.name, market: .spot, tickSize: Price(raw: 1_000_000), stepSize: lot, minQuantity: lot,
            maxQuantity: pair.maxQuantity, minNotional: Money(5))
    }

    /// A secret of the seed's.
    private static func secret(_ seed: UInt64) -> String {
        var chance = SplitMix64(seed: seed ^ 0x5EC2E7)
        return (0..<8).map { _ in String(chance.next() >> 32, radix: 36) }.joined()
    }

    private static func exchange(
        _ market: MarketKind, _ instruments: InstrumentTable, _ plan: AccountPlan, _ key: SigningKey,
        seed: UInt64
    ) throws -> ExchangeSimulator {
        let prices = [100_000, 2500, 150]
        let pairs = zip(instruments.instruments, prices).map { (instrument: $0, price: Price($1)) }
        let data = SyntheticFeed(pairs, seed: seed, from: start, history: 5)
        let falls = plan.crashes.map { start + TimeSpan(nanoseconds: $0) } ?? .never
        let feed = FallingFeed(data, instruments, at: falls)
        let verifier = try key.verifier()
        var account = AccountTerms(
            key: "strata", money: Money(100_000),
            verifier: RequestVerifier(opensSessions: false) {
                verifier.verifies($1.utf8, ofQuery: $0, body: EmptyCollection())
            })
        account.isolatedLeverage = 5
        let model = MarketModel(tradesPerCandle: 30, levels: 12, levelValue: 4000)
        var terms = SimulatorTerms(model: model, seed: seed)
        terms.countdownTakesAlgos = plan.countdownTakesAlgos
        let listed = instruments.instruments.map { ListedSymbol($0) }
        return ExchangeSimulator(
            [SimulatorMarket(market, listed, feed: feed)], terms, accounts: [account],
            at: Moment(monotonic: begin, wall: start))
    }

    static func core(
        _ settings: Settings, _ addresses: BinanceVenueAddresses, since: Timestamp?, seed: UInt64
    ) throws -> BinanceVenueCore {
        try BinanceVenueCore(
            BinanceVenueSettings(
                settings.market, at: addresses, settings.instruments, leverages: settings.terms.leverages,
                maintenanceMargin: settings.rates.maintenanceMargin, since: since, seed: seed))
    }

    // MARK: - The run

    /// Plays it to its end, or to the first that is wrong.
    public mutating func run() -> Result {
        play(until: now + plan.begins)
        desk.isEager = true
        for incident in plan.incidents {
            play(until: now + incident.after)
            apply(incident.what)
            desk.hurry(at: now)
        }
        play(until: now + plan.lasts)
        exchange.clearFaults()
        line.truncates = 0
        play(until: max(now, reviveAt == .max ? now : reviveAt + Self.second))
        play(until: max(now, line.cutUntil + 60 * Self.second))
        play(until: now + 30 * Self.second)
        desk.isSettling = true
        play(until: now + 45 * Self.second)
        finish()
        desk.isLeaving = true
        play(until: now + 30 * Self.second)
        finish()
        return Result(breach: checker.breach.map { "\($0)\n  \(plan.text)" }, counts: checker.counts)
    }

    /// Compares until all is equal: something may be on its way at any one moment, but not for half a minute.
    private mutating func finish() {
        guard checker.breach == nil else { return }
        for _ in 0..<10 {
            var trial = checker
            trial.finish(desk, seat.disk, exchange.truth(ofAccount: 0), trouble, at: now)
            if trial.breach == nil {
                checker = trial
                return
            }
            play(until: now + 3 * Self.second)
            guard checker.breach == nil else { return }
        }
        checker.finish(desk, seat.disk, exchange.truth(ofAccount: 0), trouble, at: now)
    }
}
