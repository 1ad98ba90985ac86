import Configuration
import Delivery
import Market
import Messages
import Sealing
import Stages

/// The whole system under one seed: every process in a host of its own, a bus, links, a market, a person,
/// and all that can go wrong between them. The same seed gives the same run on every machine.
///
/// A process that dies goes on with its journal where it was, or starts anew without one. Its stages, its
/// requests and the receiver of its frames are those of a free run; the sockets, the disk, the market, the
/// clock and the person are played.
public final class Simulation {
    /// What is played.
    public let options: SimulationOptions
    var chance: Chance
    /// Those of the run at hand, and its number.
    var settings: Settings
    var runNumber: UInt32 = 1
    var market: SyntheticMarket
    var queue = EventQueue()
    /// Wall time, ns; event time runs beside it.
    var now: Int64
    let processes: [SimulatedProcess]
    /// All that was said, by topic; `nil` before the first word.
    var said: [SaidTopic?]
    /// What was asked for again.
    var gaps: [FrameReceiver.Gap] = []
    var calls: [Call] = []
    /// What comes back to whoever asked, and what the venue says once more, by place.
    private var replies: [Input] = []
    var repeated: [VenueEvent] = []
    let checker: Checker
    /// Candles that nobody has heard yet: the feed handler was away.
    var unheard: [Kline] = []
    /// Candles for whom starts in mid-run.
    var history: [Kline] = []
    var personSerial = 0
    /// When a process started, or a person gave it the newest command.
    var resumeFrom: [ProcessRank: Int64] = [:]
    /// The keys of the run, the edges of the processes that hold one, and who holds none.
    let keys: SimulatedKeys
    var gates: [Gate?]
    var forger: Forger
    let encoder: FrameEncoder
    let decoder: FrameDecoder
    /// Whether faults still happen: the last part of a run is calm, so that all comes to its end.
    var isCalm = false
    let end: Int64
    let width: Int

    static let millisecond: Int64 = 1_000_000
    static let second: Int64 = 1_000_000_000
    static let minute: Int64 = 60 * second

    /// A simulation that stands at its beginning.
    public init(_ options: SimulationOptions) {
        self.options = options
        settings = options.settings
        chance = Chance(seed: options.seed)
        width = settings.instruments.count + 1
        let start = WarmStart.end
        now = start.time.nanoseconds
        end = now + Int64(options.minutes) * Self.minute
        market = SyntheticMarket(
            settings.instruments, seed: options.seed &+ 1, start: start.time, prices: start.prices)
        market.hasHoles = options.faults.hasHoles
        let topics = MessageKind.allCases.count * width
        said = Array(repeating: nil, count: topics)
        processes = ProcessRank.processes.map { [width] in
            SimulatedProcess($0, topics: topics, symbols: width - 1)
        }
        checker = Checker(settings)
        keys = SimulatedKeys(seed: options.seed &+ 2)
        gates = Array(repeating: nil, count: processes.count)
        encoder = FrameEncoder(settings.instruments)
        decoder = FrameDecoder(settings.instruments)
        forger = Forger(seed: options.seed &+ 3, settings.instruments, requestKey: keys.request) {
            "\(ProcessRank.processes[$0].name).0"
        }
        history = start.klines
    }

    /// Plays to the end, or to the first breach; answers what was seen.
    public func run() -> SimulationResult {
        begin()
        while checker.breach == nil, let (time, event) = queue.takeFirst() {
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
        case .frame(let place, let topic, let number): arrive(at: place, topic, number)
        case .words(let place, let topic): arriveAgain(at: place, topic)
        case .beat(let place, let listener): hearBeat(from: place, at: listener)
        case .repair(let place, let start): repair(at: place, start)
        case .replayed(let place, let start, let gap): takeReplay(at: place, start, of: gap)
        case .request(let ticket): deliver(ticket)
        case .reply(let ticket, let input): settle(ticket, replies[input])
        case .deadline(let ticket): settle(ticket, .unanswered(calls[ticket].id, .timedOut))
        case .death(let place): if !isCalm { die(place) }
        case .missed(let place, let start): miss(place, start)
        case .start(let place): start(place)
        case .caughtUp(let place, let start): catchUp(place, start)
        case .stall(let place): stall(place)
        case .silent(let place, let start): miss(stalled: place, start)
        case .awake(let place, let start): awake(place, start)
        case .person: act()
        case .resume(let rank): resume(rank)
        case .newRun: beginNewRun()
        case .forger: forge()
        case .again(let place): sayAgain(repeated[place])
        }
    }

    func addReply(_ input: Input, to ticket: Int, at time: Int64) {
        replies.append(input)
        queue.add(.reply(ticket, input: replies.count - 1), at: time)
    }

    // MARK: - Market

    private func playMinute() {
        guard now < end else { return }
        isCalm = end - now < 20 * Self.minute
        if isCalm { market.hasHoles = false }
        let candles = market.nextMinute()
        let close = candles.first?.closeTime ?? Timestamp(nanoseconds: now)
        now = max(now, close.nanoseconds)
        unheard += candles
        history += candles
        if history.count > 2 * WarmStart.historyLimit { history.removeFirst(WarmStart.historyLimit) }
        checker.hear(candles, hasExecutor: isUp(place(of: .executor)))
        if isUp(0) { feed() }
        jump()
        queue.add(.minute, at: now + Self.minute)
    }

    /// Gives the feed handler what it has not had.
    func feed() {
        let candles = unheard
        unheard.removeAll(keepingCapacity: true)
        for kline in candles where isUp(0) {
            step(0) { $0.feed(.kline(kline), at: kline.closeTime) }
        }
    }
}
