import Configuration
import Hosting
import Market
import Messages
import Stages

/// The whole system under one seed: every process in a host of its own, a bus, links, a market, a person,
/// and all that can go wrong between them. The same seed gives the same run on every machine.
///
/// The bus keeps what the catalogue promises: `newestWins` may be lost; `everyOne` comes once and in order,
/// late where it had to be fetched again. What was said survives its sayer (the publisher's journal).
public final class Simulation {
    /// What is played.
    public let options: SimulationOptions
    var chance: Chance
    let settings: Settings
    var market: SyntheticMarket
    var queue = EventQueue()
    /// Wall time, ns; event time runs beside it.
    var now: Int64
    let processes: [SimulatedProcess]
    /// All that was said, by topic.
    var said: [[Frame]]
    var calls: [Call] = []
    /// What comes back to whoever asked, and what the venue says once more, by place.
    private var replies: [Input] = []
    private var repeated: [VenueEvent] = []
    let checker: Checker
    /// Candles that nobody has heard yet: the feed handler was away.
    var unheard: [Kline] = []
    /// Candles for whom starts in mid-run.
    var history: [Kline] = []
    var personSerial = 0
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
        said = Array(repeating: [], count: topics)
        processes = ProcessRank.processes.map { [width] in
            SimulatedProcess($0, topics: topics, symbols: width - 1)
        }
        checker = Checker(settings)
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
        let hours = Double(options.minutes) / 60
        var expected = faults.deathsAnHour * hours
        while chance.happens(expected) {
            expected -= 1
            queue.add(.death(chance.pick(0...processes.count - 1)), at: anyTime())
        }
    }

    private func anyTime() -> Int64 { now + Int64(chance.fraction() * Double(end - now)) }

    private func handle(_ event: SimulatedEvent) {
        switch event {
        case .minute: playMinute()
        case .frame(let place, let topic, let number): arrive(at: place, topic, number)
        case .repair(let place, let topic, let upTo): repair(at: place, topic, upTo)
        case .request(let ticket): deliver(ticket)
        case .reply(let ticket, let input): settle(ticket, replies[input])
        case .deadline(let ticket): settle(ticket, .unanswered(calls[ticket].id, .timedOut))
        case .death(let place): if !isCalm { die(place) }
        case .missed(let place, let epoch): miss(place, epoch)
        case .start(let place): start(place)
        case .person: act()
        case .resume(let rank): resume(rank)
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
        checker.hear(candles)
        if processes[0].isAlive { feed() }
        queue.add(.minute, at: now + Self.minute)
    }

    /// Gives the feed handler what it has not had.
    func feed() {
        let candles = unheard
        unheard.removeAll(keepingCapacity: true)
        for kline in candles where processes[0].isAlive {
            step(0) { $0.feed(.kline(kline), at: kline.closeTime) }
        }
    }

    // MARK: - Steps

    /// Runs a step of a process, has it checked, and lets its words out, unless it dies over them.
    @discardableResult
    func step<Result>(_ place: Int, _ body: (inout InProcessHost) -> Result) -> Result? {
        let process = processes[place]
        let faults = options.faults
        if !isCalm, process.rank == .executor || process.rank == .riskManager {
            process.disk.failsNext = chance.happens(faults.diskFails / 20)
        }
        let answer = process.step(body)
        defer {
            process.outbox.clear()
            process.tap.clear()
        }
        guard !process.disk.hasFailed else {
            checker.counts.diskFailures += 1
            die(place)
            return nil
        }
        if options.trace != nil { trace(process) }
        checker.hear(process.tap.venueEvents, from: process)
        for frame in process.outbox.frames { checker.hear(frame, from: process) }
        for asking in process.outbox.askings { checker.hear(asking, from: process) }
        checker.endStep(of: process)
        for event in process.tap.venueEvents where !isCalm && event.kind != .protected {
            guard chance.happens(faults.eventAgain) else { continue }
            repeated.append(event)
            queue.add(.again(repeated.count - 1), at: now + chance.milliseconds(1...90_000))
        }
        let words = process.outbox.frames.count + process.outbox.askings.count
        let isCut = words > 0 && !isCalm && chance.happens(faults.deathInStep)
        send(place, limit: isCut ? chance.pick(0...words) : words)
        if isCut {
            die(place)
            return nil
        }
        return answer
    }

    private func send(_ place: Int, limit: Int) {
        let process = processes[place]
        var left = limit
        for frame in process.outbox.frames where left > 0 {
            left -= 1
            publish(frame, from: place)
        }
        for asking in process.outbox.askings where left > 0 {
            left -= 1
            ask(asking, from: place)
        }
    }
}
