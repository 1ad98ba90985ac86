import Bus
import Configuration
import Glibc
import Market
import Messages
import Sealing
import Stages
import Telemetry
import Wire

/// Runs the stages of one process on ZeroMQ: one thread, one reactor, one step at a time.
///
/// What a step says is kept until its records are durable and sent then. Requests never block: they
/// wait in the peer's line until their deadline, and their answers are steps of their own.
public final class ProcessHost: RequestServing {
    let member: Topology.Member
    let topology: Topology
    let settings: Settings
    let log: Log
    let refusals: RefusalLog
    let outbox: Outbox
    /// What the feed says of a moment, until all of it is handled.
    private var held: [Frame] = []
    let publisher: FramePublisher
    let receiver: FrameReceiver
    let responder: Responder
    /// Judges and seals requests; `nil` where the process has none that move something.
    let gate: Gate?
    let header: Header
    var engine: InProcessHost
    var links: [PeerLink] = []
    var liveness: Liveness
    private var ripple: Ripple
    var feed: FeedDriver?
    var warmUp: WarmUp?
    /// After an exact restart: what was said meanwhile is fetched before anything of it is handled.
    var catchUp: CatchUp?
    var journal: FreeJournal?
    /// What it does while the disk takes nothing.
    var still: StandStill
    /// Looks after the room that is left, where a halt is kept.
    var disk: DiskWatch?
    /// Where a process that keeps records has them.
    var records: StoredRecords?
    /// Fills of this run that were kept before an inexact restart, and perhaps not said.
    var lastFills: [Fill] = []
    /// Our requests that have no answer yet.
    var pending: [Outbox.Asking] = []
    /// How many recorded events the feed has played.
    var played: UInt64 = 0
    /// After an exact restart.
    var isResumed = false
    /// The end of the data, once it was heard.
    var endHeard: Timestamp?
    var isRunning = true
    /// Close of the newest candle that each symbol's stages have seen.
    var lastCandle: [Timestamp]
    var hasEnded = false

    private let context: Context
    private let reactor: Reactor
    private let repair: GapRepair
    private let subscriber: Socket
    private var faults: FaultyBorder?
    private let slots: (joins: Reactor.Slot, market: Reactor.Slot, requests: Reactor.Slot)
    private var linkSlots: [Reactor.Slot] = []
    private var heartbeatDue: Int64 = 0
    private let logFile: LogFile?
    /// The memory of the frames handled last, for the next ones.
    private var spareReady: [FrameReceiver.Ready] = []

    /// Wall time between two heartbeats.
    static let heartbeatPeriod: Int64 = 250_000_000

    /// Binds, connects and subscribes. `engine` holds the stages already; records go where it says. Without
    /// `keys` it takes no request that needs a seal.
    public init(
        _ rank: ProcessRank, _ environment: ProcessEnvironment, _ setup: ProcessSetup, engine: InProcessHost,
        keys: Keys?
    ) throws(HostError) {
        do {
            settings = setup.settings
            let directory = try RunDirectory(
                path: environment.runDirectory.isEmpty
                    ? RunDirectory.standardPath() : environment.runDirectory)
            topology = Topology(directory: directory, tacticInstances: environment.tacticInstances.count)
            member = Topology.Member(rank: rank, instance: environment.instance)
            log = Log(process: member.name, level: LogLevel(name: environment.logLevel) ?? .info)
            refusals = RefusalLog(log)
            logFile = LogFile(standardErrorAt: environment.logFile, environment.logLimit)
            still = StandStill(log)
            header = setup.header(source: member.name, environment)
            gate = keys.map { [member, header, settings] in
                Gate(member, header, settings.instruments, $0)
            }
            faults = try FrameFaults(environment.faults, salt: member.name).map { FaultyBorder($0) }
            let signals = try SignalWatch()
            context = try Context()
            let pub = try Socket(.xpub, in: context)
            try pub.bind(topology.publisher(member))
            let rep = try AnswerSocket(in: context)
            try rep.bind(topology.answerer(member))
            reactor = try Reactor(signals: signals)
            let joins = reactor.watch(pub)
            let requests = reactor.watch(rep)
            publisher = FramePublisher(pub, settings.instruments, header: header)
            publisher.prepare(rank)
            responder = Responder(rep, settings, header: header, gate)
            let sub = try Socket(.sub, in: context)
            for other in topology.members
            where other != Topology.Member(rank: rank, instance: environment.instance) {
                try sub.connect(topology.publisher(other))
            }
            ripple = Ripple(member, among: topology.members)
            let followed = rank == .feedHandler ? [] : ripple.processes.map { "progress/\($0)" }
            let prefixes =
                Subscriptions.prefixes(for: rank, settings.instruments) + followed.map { Array($0.utf8) }
            for prefix in prefixes { try sub.subscribe(prefix: prefix) }
            receiver = FrameReceiver(settings.instruments, expected: header, repairing: prefixes)
            repair = try GapRepair(topology.heard(by: rank), topology, context, reactor)
            slots = (joins, reactor.watch(sub), requests)
            subscriber = sub
            outbox = Outbox(
                peers: topology.asked(by: rank).map(\.rank), log: LogObserver(log, settings.instruments))
            self.engine = engine
            lastCandle = [Timestamp](repeating: .zero, count: settings.instruments.count)
            liveness = Liveness(topology.members.filter { $0.rank != rank }, now: MonotonicClock.now())
            for peer in topology.asked(by: rank) {
                let link = try PeerLink(
                    peer, to: topology.answerer(peer), in: context, settings.instruments, gate)
                links.append(link)
                linkSlots.append(reactor.watch(link.link))
            }
            self.engine.observer = outbox
            self.engine.gateway = outbox
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Runs until a signal asks to stop. Answers once all sockets are closed and everything said is out.
    public func run() throws(HostError) {
        log.write(.info, "started (run \(header.run), mode \(header.mode.name), epoch \(header.epoch))")
        for line in StartLines.lines(member.rank, settings) { log.write(.info, line) }
        do {
            try begin()
            while isRunning { try turn() }
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
        refusals.tellRest()
        log.write(.info, "stopped")
    }

    private func begin() throws {
        if isResumed {
            catchUp = member.rank == .feedHandler ? nil : CatchUp(topology.heard(by: member.rank))
            if catchUp == nil { try askAgain() }
        } else if member.rank == .feedHandler {
            for kline in feed?.tellPast(settings) ?? [] { try perform(.warmUp(kline)) }
            try join(at: .zero)
        } else {
            warmUp = try WarmUp(self, context)
        }
    }

    private func turn() throws {
        reactor.wake(at: nextDeadline())
        let wakeup = try reactor.wait()
        if let signal = wakeup.signal {
            log.write(.info, "stops on signal \(signal)")
            isRunning = false
            return
        }
        try mindTheDisk(isBeat: false)
        if reactor.isReady(slots.joins) { try publisher.greetJoiners() }
        if reactor.isReady(slots.market) { try takeFrames() }
        try repairGaps()
        if reactor.isReady(slots.requests) { try responder.answerAll(for: self) }
        let now = MonotonicClock.now()
        for link in links { try link.progress(now: now) }
        for link in links {
            try link.takeArrivals { arrival throws(HostError) in
                try perform(.answer(arrival.input, slot: arrival.slot))
            }
        }
        if let warmUp, try warmUp.progress(self, now: now) { self.warmUp = nil }
        if let catchUp, catchUp.isOver(receiver, now: now) { try finish(catchUp) }
        if let feed { try feed.play(self, now: now) } else { try sayProgress() }
        if now >= heartbeatDue { try beat(now) }
    }

    private func nextDeadline() -> Int64 {
        var deadline = min(heartbeatDue, repair.due(receiver, now: MonotonicClock.now()))
        for link in links { deadline = min(deadline, link.link.nextDeadline) }
        if let feed { deadline = min(deadline, feed.due) }
        if let warmUp { deadline = min(deadline, warmUp.due) }
        if let catchUp { deadline = min(deadline, catchUp.due) }
        return deadline
    }

    // MARK: - Steps

    /// Writes an input down, lets the stages handle it, and sends what they say: later where it is held.
    /// Answers what came back to a request in this step.
    @discardableResult
    func perform(_ input: FreeInput, holding: Bool = false) throws(HostError) -> Message? {
        // A snapshot knows what was said and nothing of what is held.
        if !holding || journal?.wantsSnapshot == true { try sendHeld() }
        try write(input)
        return try carryOut(input, holding: holding)
    }

    /// Handles what is written down.
    @discardableResult
    func carryOut(_ input: FreeInput, holding: Bool = false) throws(HostError) -> Message? {
        let answer = engine.handle(input, as: member.rank)
        note(input)
        if holding { held.append(contentsOf: outbox.frames) } else { try say() }
        // Once it is on its way: nobody waits for the hash.
        do { try journal?.note(outbox, answer: answer) } catch { throw .failed("\(error)") }
        outbox.clear()
        return answer
    }

    /// Sends what was held.
    func sendHeld() throws(HostError) {
        for frame in held { try say(frame) }
        held.removeAll(keepingCapacity: true)
    }

    /// The present begins: what is handled from now on can be made again.
    func join(at time: Timestamp) throws(HostError) {
        try sayLastFills(at: time)
        try perform(.join(time))
        do {
            try still.keep { try journal?.begin { save(into: &$0) } }
        } catch {
            throw .failed("\(error)")
        }
    }

    func send() throws(HostError) {
        try say()
        outbox.clear()
    }

    private func say() throws(HostError) {
        for frame in outbox.frames { try say(frame) }
        for asking in outbox.askings {
            pending.append(asking)
            if !publisher.isSilent { try ask(asking) }
        }
    }

    private func say(_ frame: Frame) throws(HostError) {
        try publisher.publish(frame.message, id: frame.id, causes: frame.causes, time: frame.time)
        if !publisher.isSilent { feed?.said(frame) }
    }

    func ask(_ asking: Outbox.Asking) throws(HostError) {
        guard let link = links.first(where: { $0.member.rank == asking.peer }) else { return }
        try link.ask(asking, header: header)
    }

    // MARK: - Frames

    private func takeFrames() throws {
        let now = MonotonicClock.now()
        try subscriber.drain { frames in
            if frames.isTooLarge { return refusals.add(receiver.refuseTooLarge(frames), at: now) }
            guard faults != nil else { return take(frames.topic, frames.payload, now) }
            faults?.pass(frames.topic, frames.payload) { take($0, $1, now) }
        }
        try handleReady()
    }

    private func take(_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer, _ now: Int64) {
        if let why = receiver.take(topic: topic, payload: payload, now: now) { refusals.add(why, at: now) }
    }

    /// Fetches what is missing. What is lost for good is told.
    private func repairGaps() throws {
        try repair.progress(receiver, now: MonotonicClock.now())
        for notice in receiver.notices { log.write(.error, notice) }
        receiver.notices.removeAll()
        try handleReady()
    }

    private func handleReady() throws(HostError) {
        guard !receiver.ready.isEmpty else { return }
        var frames: [FrameReceiver.Ready] = []
        swap(&frames, &spareReady)
        swap(&frames, &receiver.ready)
        for frame in frames { try take(frame) }
        frames.removeAll(keepingCapacity: true)
        swap(&frames, &spareReady)
    }

    private func take(_ frame: FrameReceiver.Ready) throws(HostError) {
        switch frame.message {
        case .heartbeat(let beat): try heard(beat)
        case .progress(let beat):
            feed?.progress(beat)
            if ripple.heard(beat), warmUp == nil, catchUp == nil, receiver.open.isEmpty {
                try say(progress: ripple.said)
            }
        default:
            if let warmUp, warmUp.holds(frame) { return }
            if let catchUp, catchUp.holds(frame) { return }
            try handle(frame)
        }
    }

    func handle(_ frame: FrameReceiver.Ready) throws(HostError) {
        defer { receiver.handled(frame) }
        if case .kline(let kline) = frame.message, !isNew(kline) { return }
        try perform(.message(frame.message, frame.header))
        try endWithData()
    }

    /// Once, after the data's end was heard.
    func endWithData() throws(HostError) {
        if let endHeard, !hasEnded { try perform(.end(endHeard)) }
    }

    /// Whether a candle was not seen before: history and a restarted feed handler tell some twice.
    private func isNew(_ kline: Kline) -> Bool {
        kline.symbol.int < lastCandle.count && kline.closeTime > lastCandle[kline.symbol.int]
    }

    /// Gives history to the stages, oldest first.
    func warmUp(with candles: [Kline]) throws(HostError) {
        for kline in candles where isNew(kline) { try perform(.warmUp(kline)) }
    }

    /// Delivers what was held back while history came in.
    func release(_ held: [FrameReceiver.Ready]) throws(HostError) { for frame in held { try handle(frame) } }

    /// Handles what was said while the process was down, in the order of event time.
    private func finish(_ catchUp: CatchUp) throws(HostError) {
        self.catchUp = nil
        let frames = catchUp.inOrder
        if !frames.isEmpty { log.write(.info, "catches up with \(frames.count) frames") }
        try release(frames)
        try askAgain()
    }

    /// Says that a moment is over here: everyone of lower rank has said so, and nobody owes an answer.
    private func sayProgress() throws(HostError) {
        guard warmUp == nil, catchUp == nil, receiver.open.isEmpty,
            links.allSatisfy({ $0.link.pending == 0 }), let time = ripple.due(liveness)
        else { return }
        try say(progress: time)
    }

    func say(progress time: Timestamp) throws(HostError) {
        var beat = heartbeat()
        beat.handled = time
        try publisher.publish(.progress(beat), id: .none, causes: Causes(), time: engine.time)
    }

    // MARK: - Heartbeats

    private func heard(_ beat: Heartbeat) throws(HostError) {
        guard let rank = liveness.heard(beat, now: MonotonicClock.now()) else { return }
        log.write(.info, "hears \(rank.name)")
        try perform(.link(rank, .up))
    }

    private func beat(_ now: Int64) throws(HostError) {
        heartbeatDue = now + Self.heartbeatPeriod
        refusals.tell(at: now)
        logFile?.rotate()
        try mindTheDisk(isBeat: true)
        for rank in liveness.lost(now: now) {
            log.write(.error, "does not hear \(rank.name) any more")
            try perform(.link(rank, .down))
        }
        try publisher.publish(.heartbeat(heartbeat()), id: .none, causes: Causes(), time: engine.time)
    }

    func heartbeat() -> Heartbeat {
        var beat = Heartbeat()
        (beat.process, beat.handled) = (header.source, ripple.said)
        beat.note(haltOf: engine.slots)
        beat.published = publisher.published
        beat.received = receiver.received
        beat.gaps = receiver.gaps
        beat.refused = receiver.refused + UInt64(responder.refused)
        beat.forged = gate?.forgeries.total ?? 0
        beat.ready = warmUp == nil && catchUp == nil
        return beat
    }
}
