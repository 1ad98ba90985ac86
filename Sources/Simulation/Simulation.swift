import Configuration
import Cores
import Delivery
import Engine
import Market
import Messages
import Sealing
import Stages
import Telemetry

/// The whole system under one seed: every process in a shell of its own, a network, a market, a person, and
/// all that can go wrong between them. The same seed gives the same run on every machine.
///
/// A process is the `ProcessCore` of a free run: order and repair of frames, heartbeats, requests, history,
/// journal and restart are those of a real one. Played are the sockets, the disk, the market, the clock and
/// the person.
public final class Simulation {
    /// What is played.
    public let options: SimulationOptions
    var chance: SplitMix64
    /// Those of the run at hand, and its number.
    var settings: Settings
    var runNumber: UInt32 = 1
    var market: SyntheticMarket
    var queue = EventQueue<SimulatedEvent>()
    /// Monotonic time, ns.
    var now: Int64
    /// How far the wall's clock is ahead of it: it leaps with the market's.
    var ahead: Int64 = 0
    /// When somebody was away last, or started.
    var lastAway: Int64
    let topology = Topology(tacticInstances: 1)
    let processes: [SimulatedProcess]
    /// The prefixes of what each process hears, and who hears a topic.
    let subscriptions: [[[UInt8]]]
    var routes: [[UInt8]: Route] = [:]
    var packets = Packets()
    /// When the newest frame of each connection arrives.
    var arrivals: [Int64]
    /// When each process's next heartbeat has something to tell.
    var nudges: [Int64]
    var calls: [Call] = []
    /// What comes back to whoever asked, and what the venue says once more, by place.
    var replies: [Call.Reply] = []
    var repeated: [VenueEvent] = []
    /// What somebody outside was answered.
    var outsideAnswer: (topic: [UInt8], payload: [UInt8])?
    let checker: Checker
    let tape: MarketTape
    private var isOver = false
    /// When the feed handler was there last, and how far the wall's clock was ahead then.
    var feedLastUp: Int64 = 0
    private var aheadThen: Int64 = 0
    var personSerial = 0
    /// When a process started, or a person gave it the newest command.
    var resumeFrom: [ProcessRank: Int64] = [:]
    /// The keys of the run, and who holds none.
    let keys: SimulatedKeys
    var forger: Forger
    let encoder: FrameEncoder
    let decoder: FrameDecoder
    /// Whether faults still happen: the last part of a run is calm, so that all comes to its end.
    var isCalm = false
    let end: Int64

    static let millisecond: Int64 = 1_000_000
    static let second: Int64 = 1_000_000_000
    static let minute: Int64 = 60 * second

    /// A simulation that stands at its beginning.
    public init(_ options: SimulationOptions) {
        self.options = options
        settings = options.settings
        chance = SplitMix64(spreading: options.seed)
        let start = WarmStart.end
        now = start.time.nanoseconds
        end = now + Int64(options.minutes) * Self.minute
        market = SyntheticMarket(
            settings.instruments, seed: options.seed &+ 1, start: start.time, prices: start.prices)
        market.hasHoles = options.faults.hasHoles
        lastAway = now
        processes = topology.members.map { SimulatedProcess($0, options.bug) }
        subscriptions = topology.members.map { [topology, settings] in
            ProcessCore.prefixes(of: $0, topology, settings.instruments)
        }
        nudges = Array(repeating: 0, count: processes.count)
        arrivals = Array(repeating: 0, count: processes.count * processes.count)
        checker = Checker(settings, areStopsPlaced: options.isVenueLimited)
        keys = SimulatedKeys(seed: options.seed &+ 2)
        encoder = FrameEncoder(settings.instruments)
        decoder = FrameDecoder(settings.instruments)
        forger = Forger(seed: options.seed &+ 3, settings.instruments, requestKey: keys.request) {
            "\(ProcessRank.processes[$0].name).0"
        }
        tape = MarketTape(start.klines)
        for place in processes.indices {
            processes[place].journal.willHandle = { [unowned self] input throws(HostError) in
                try willHandle(input, at: place)
            }
            processes[place].journal.didHandle = {
                [unowned self] input, outbox, answer throws(HostError) in
                try didHandle(input, outbox, answer, at: place)
            }
        }
    }

    /// Plays to the end, or to the first breach; answers what was seen.
    public func run() -> SimulationResult {
        begin()
        while checker.breach == nil, !isOver, let (time, event) = queue.takeFirst() {
            now = max(now, time)
            handle(event)
        }
        if checker.breach == nil { checker.finish() }
        return SimulationResult(options: options, breach: checker.breach, counts: checker.counts)
    }

    private func begin() {
        for place in processes.indices { start(place) }
        let faults = options.faults
        queue.add(.minute, at: now + Self.minute)
        queue.add(.person, at: now + Self.minute + Self.second)
        if faults.forgeriesAMinute > 0 { queue.add(.forger, at: now + Self.minute) }
        let hours = Double(options.minutes) / 60
        for _ in 0..<times(faults.deathsAnHour * hours) { queue.add(.death(anyPlace()), at: anyTime()) }
        for _ in 0..<times(faults.newRunsAnHour * hours) { queue.add(.newRun, at: anyTime()) }
        for _ in 0..<times(faults.stallsAnHour * hours) { queue.add(.stall(anyPlace()), at: anyTime()) }
    }

    /// A whole number with an expected value.
    private func times(_ expected: Double) -> Int {
        Int(expected) + (chance.happens(expected - Double(Int(expected))) ? 1 : 0)
    }

    private func anyPlace() -> Int { chance.pick(0...processes.count - 1) }

    private func anyTime() -> Int64 { now + Int64(chance.fraction() * Double(end - now)) }

    private func handle(_ event: SimulatedEvent) {
        if let later = standingStill(event) { return queue.add(event, at: later) }
        switch event {
        case .minute: playMinute()
        case .over: isOver = true
        case .frame(let place, let start, let packet): arrive(at: place, start, packet)
        case .joined(let place, let start, let other): join(place, start, by: other)
        case .nudge(let place, let start): beat(place, start)
        case .tick(let place, let start): tick(place, start)
        case .request(let number): deliver(number)
        case .reply(let number, let reply): takeReply(number, reply)
        case .neverSent(let number): miss(number, .peerMissing)
        case .deadline(let number): miss(number, .timedOut)
        case .death(let place): if !isCalm { die(place) }
        case .start(let place): start(place)
        case .stall(let place): stall(place)
        case .awake(let place, let start): awake(place, start)
        case .person: act()
        case .resume(let rank): resume(rank)
        case .newRun: beginNewRun()
        case .forger: forge()
        case .again(let place): sayAgain(repeated[place])
        }
    }

    // MARK: - Market

    private func playMinute() {
        guard left > 0 else { return queue.add(.over, at: now + 2 * Self.minute) }
        isCalm = left < 20 * Self.minute
        if isCalm { market.hasHoles = false }
        let candles = market.nextMinute()
        let close = candles.first?.closeTime.nanoseconds ?? 0
        ahead = max(ahead, close - now)
        tape.tell(candles)
        checker.hear(
            candles, hasExecutor: isUp(place(of: .executor)), hasRiskManager: isUp(place(of: .riskManager)))
        if isUp(0) {
            feed()
            // It may have died over what it was fed.
            if isUp(0), now - processes[0].upSince > 3 * Self.minute { checker.expectClock(at: wallTime) }
        }
        checkOwnClocks()
        jump()
        queue.add(.minute, at: now + Self.minute)
    }

    /// Where the feed handler is missed by all, those who are there go on with the time that it was; a leap
    /// of the market's they can't know.
    private func checkOwnClocks() {
        if isUp(0) { (feedLastUp, aheadThen) = (now, ahead) }
        guard now - feedLastUp > Self.missedBy, ahead == aheadThen else { return }
        for process in processes where process.rank != .feedHandler && now - process.upSince > Self.missedBy {
            guard process.isAlive, process.stalledUntil <= now else { continue }
            checker.expectTime(of: process, at: wallTime)
        }
    }

    /// By then who is gone was noticed, and the clock has ticked.
    private static let missedBy = pace.patience + 2 * pace.heartbeat

    /// How much event time there is to play.
    var left: Int64 { end - now - ahead }

    /// Lets the feed handler say what it has not said.
    func feed() {
        turn(0) { _ in }
    }
}
