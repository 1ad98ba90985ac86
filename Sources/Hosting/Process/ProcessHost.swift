import Bus
import Configuration
import Glibc
import Market
import Messages
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
    let outbox: Outbox
    let publisher: FramePublisher
    let receiver: FrameReceiver
    let responder: Responder
    let header: Header
    var engine: InProcessHost
    var links: [PeerLink] = []
    var liveness: Liveness
    private var ripple: Ripple
    var feed: FeedDriver?
    var warmUp: WarmUp?
    var isRunning = true
    var refusalsLogged = 0
    /// Close of the newest candle that each symbol's stages have seen.
    private var lastCandle: [Timestamp]
    var hasEnded = false

    private let context: Context
    private let reactor: Reactor
    private let subscriber: Socket
    private let slots: (joins: Reactor.Slot, market: Reactor.Slot, requests: Reactor.Slot)
    private var linkSlots: [Reactor.Slot] = []
    private var heartbeatDue: Int64 = 0

    /// Wall time between two heartbeats.
    static let heartbeatPeriod: Int64 = 250_000_000

    /// Binds, connects and subscribes. `engine` holds the stages already; records go where it says.
    public init(
        _ rank: ProcessRank, _ environment: ProcessEnvironment, _ setup: ProcessSetup, engine: InProcessHost
    ) throws(HostError) {
        do {
            settings = setup.settings
            let directory = try RunDirectory(
                path: environment.runDirectory.isEmpty
                    ? RunDirectory.standardPath() : environment.runDirectory)
            topology = Topology(directory: directory, tacticInstances: environment.tacticInstances.count)
            member = Topology.Member(rank: rank, instance: environment.instance)
            log = Log(process: member.name, level: LogLevel(name: environment.logLevel) ?? .info)
            header = setup.header(source: member.name, environment)
            let signals = try SignalWatch()
            context = try Context()
            let pub = try Socket(.xpub, in: context)
            try pub.bind(topology.publisher(member))
            let rep = try Socket(.rep, in: context)
            try rep.bind(topology.answerer(member))
            reactor = try Reactor(signals: signals)
            let joins = reactor.watch(pub)
            let requests = reactor.watch(rep)
            publisher = FramePublisher(pub, settings.instruments, header: header)
            responder = Responder(rep, settings.instruments, header: header)
            receiver = FrameReceiver(settings.instruments, expected: header)
            let sub = try Socket(.sub, in: context)
            for other in topology.members
            where other != Topology.Member(rank: rank, instance: environment.instance) {
                try sub.connect(topology.publisher(other))
            }
            ripple = Ripple(member, among: topology.members)
            let followed = rank == .feedHandler ? [] : ripple.processes.map { "progress/\($0)" }
            for prefix in Subscriptions.prefixes(for: rank, settings.instruments)
                + followed.map({ Array($0.utf8) })
            {
                try sub.subscribe(prefix: prefix)
            }
            slots = (joins, reactor.watch(sub), requests)
            subscriber = sub
            outbox = Outbox(
                peers: topology.asked(by: rank).map(\.rank), log: LogObserver(log, settings.instruments))
            self.engine = engine
            lastCandle = [Timestamp](repeating: .zero, count: settings.instruments.count)
            liveness = Liveness(topology.members.filter { $0.rank != rank }, now: MonotonicClock.now())
            for peer in topology.asked(by: rank) {
                let link = try PeerLink(peer, to: topology.answerer(peer), in: context, settings.instruments)
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
        log.write(.info, "stopped")
    }

    private func begin() throws {
        if member.rank == .feedHandler {
            try step { $0.join(at: .zero) }
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
        if reactor.isReady(slots.joins) { try takeJoins() }
        if reactor.isReady(slots.market) { try takeFrames() }
        if reactor.isReady(slots.requests) { try responder.answerAll(for: self) }
        let now = MonotonicClock.now()
        for link in links { try link.progress(now: now) }
        for link in links {
            try link.takeArrivals { arrival throws(HostError) in
                try step { $0.deliver(answer: arrival.input, toSlot: arrival.slot) }
            }
        }
        if let warmUp, try warmUp.progress(self, now: now) { self.warmUp = nil }
        if let feed { try feed.play(self, now: now) } else { try sayProgress() }
        if now >= heartbeatDue { try beat(now) }
    }

    private func nextDeadline() -> Int64 {
        var deadline = heartbeatDue
        for link in links { deadline = min(deadline, link.link.nextDeadline) }
        if let feed { deadline = min(deadline, feed.due) }
        if let warmUp { deadline = min(deadline, warmUp.due) }
        return deadline
    }

    // MARK: - Steps

    /// Runs one step of the stages and sends what it says.
    func step(_ body: (inout InProcessHost) -> Void) throws(HostError) {
        body(&engine)
        try send()
    }

    private func send() throws(HostError) {
        for frame in outbox.frames {
            try publisher.publish(frame.message, id: frame.id, causes: frame.causes, time: frame.time)
            feed?.said(frame)
        }
        for asking in outbox.askings {
            if let link = links.first(where: { $0.member.rank == asking.peer }) {
                try link.ask(asking, header: header)
            }
        }
        outbox.clear()
    }

    // MARK: - Frames

    private func takeJoins() throws {
        var prefixes: [[UInt8]] = []
        try publisher.socket.drain { frames in
            if let subscription = frames.subscription, subscription.isJoin {
                prefixes.append(Array(subscription.prefix))
            }
        }
        for prefix in prefixes { try publisher.repeatLast(prefix: prefix) }
    }

    private func takeFrames() throws {
        var failure: (any Error)?
        try subscriber.drain { frames in
            guard failure == nil else { return }
            do { try take(receiver.take(frames)) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func take(_ outcome: FrameReceiver.Outcome) throws(HostError) {
        switch outcome {
        case .dropped: return
        case .refused(let why): logRefusal(why)
        case .message(let message, let header):
            switch message {
            case .heartbeat(let beat): try heard(beat)
            case .progress(let beat):
                feed?.progress(beat)
                ripple.heard(beat)
            default: try handle(message, header)
            }
        }
    }

    private func handle(_ message: Message, _ header: Header) throws(HostError) {
        if let warmUp, warmUp.holds(message, header) { return }
        if case .kline(let kline) = message, !isNew(kline) { return }
        try step { $0.deliver(message, id: header.id, at: header.time) }
        if case .clock(let clock) = message { try follow(clock) }
    }

    /// Whether a candle was not seen before: history and a restarted feed handler tell some twice.
    private func isNew(_ kline: Kline) -> Bool {
        guard kline.symbol.int < lastCandle.count, kline.closeTime > lastCandle[kline.symbol.int] else {
            return false
        }
        lastCandle[kline.symbol.int] = kline.closeTime
        return true
    }

    /// Gives history to the stages, oldest first.
    func warmUp(with candles: [Kline]) throws(HostError) {
        for kline in candles where isNew(kline) {
            try step { $0.deliver(.kline(kline), id: .none, at: kline.closeTime, isWarmUp: true) }
        }
    }

    /// Delivers what was held back while history came in.
    func release(_ held: [(Message, Header)]) throws(HostError) {
        for (message, header) in held { try handle(message, header) }
    }

    private func follow(_ clock: Clock) throws(HostError) {
        guard clock.ended, !hasEnded else { return }
        hasEnded = true
        try step { $0.end(at: clock.time) }
    }

    /// Says that a moment is over here: everyone of lower rank has said so, and nobody owes an answer.
    private func sayProgress() throws(HostError) {
        guard warmUp == nil, links.allSatisfy({ $0.link.pending == 0 }), let time = ripple.due(liveness)
        else { return }
        try say(progress: time)
    }

    func say(progress time: Timestamp) throws(HostError) {
        var beat = heartbeat()
        beat.handled = time
        try publisher.publish(.progress(beat), id: .none, causes: Causes(), time: engine.time)
    }

    /// The first refusals are told, so that nobody fills the disk by nonsense; all are counted.
    func logRefusal(_ why: String) {
        refusalsLogged += 1
        guard refusalsLogged <= 20 else { return }
        log.write(.warning, why + (refusalsLogged == 20 ? " (further ones are only counted)" : ""))
    }

    // MARK: - Heartbeats

    private func heard(_ beat: Heartbeat) throws(HostError) {
        guard let rank = liveness.heard(beat, now: MonotonicClock.now()) else { return }
        log.write(.info, "hears \(rank.name)")
        try step { $0.link(rank, .up) }
    }

    private func beat(_ now: Int64) throws(HostError) {
        heartbeatDue = now + Self.heartbeatPeriod
        for rank in liveness.lost(now: now) {
            log.write(.warning, "does not hear \(rank.name) any more")
            try step { $0.link(rank, .down) }
        }
        try publisher.publish(.heartbeat(heartbeat()), id: .none, causes: Causes(), time: engine.time)
    }

    func heartbeat() -> Heartbeat {
        var beat = Heartbeat()
        beat.process = header.source
        beat.handled = ripple.said
        beat.published = publisher.published
        beat.received = receiver.received
        beat.gaps = receiver.gaps
        beat.refused = receiver.refused + UInt64(responder.refused)
        beat.ready = warmUp == nil
        return beat
    }
}
