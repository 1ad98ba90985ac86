import Bus
import Configuration
import Cores
import Delivery
import Engine
import Files
import Glibc
import Journals
import Market
import Messages
import Sealing
import Stages
import Telemetry
import Wire

/// Runs the stages of one process in lockstep with all others, as a conductor leads.
///
/// What others say comes in over the production sockets and is held. When the conductor says `go`, the
/// frames of that round are put in order (those that were lost are fetched), handled, made durable,
/// journalled, and only then does anything leave the process.
final class LockstepHost: RequestServing, ProcessLoop {
    let member: Topology.Member
    let endpoints: Endpoints
    let settings: Settings
    let log: Log
    let refusals: RefusalLog
    let header: Header
    let publisher: FramePublisher
    let core: LockstepCore
    /// Judges and seals requests; `nil` where the process has none that move something.
    let edge: LockstepEdge?
    var feed: LockstepFeed?
    /// What was durable before the run began, for stages that don't go on from their own state.
    var recovered: [Record] = []
    /// The newest round that was handled, and what the conductor was told of it; step 0 before the first.
    var done = Done(place: StepPlace())
    var journal: InputJournal?
    /// What it does while the disk takes nothing: all others wait for it.
    let still: StandStill
    /// A second process with this journal would write between the lines of the first.
    var journalLock: InstanceLock?

    let context: Context
    let reactor: Reactor
    private let subscriber: SharedSubscriber
    /// Where it stands among the stages of its process; `nil` where it is alone.
    private let port: IntraProcessPort?
    private let conductor: Socket
    private let rings: AnswerSocket
    private var ringAsker = ReturnAddress()
    private let publishing: PublishingSocket
    let desk: AnswerDesk
    let responder: Responder
    private let replay = ReplayAnswer()
    private let codec = LockstepCodec()
    private let repair: FrameRepair
    private let slots:
        (joins: Reactor.Slot, requests: Reactor.Slot, rings: Reactor.Slot, conductor: Reactor.Slot)
    private var marketSlot: Reactor.Slot?
    /// What a test lets go wrong with frames on their way in.
    private var border: FaultyBorder?
    /// The round at hand, while `isAsked`; its memory is used again.
    private var go = Go(place: StepPlace(), time: .zero, cause: .frames)
    private var isAsked = false
    private var incoming = Go(place: StepPlace(), time: .zero, cause: .frames)
    private var missing: [LockstepInbox.Missing] = []
    private var repairDue: Int64 = .max
    private var missingSince: Int64 = 0
    private var heartbeatDue: Int64 = 0
    /// The folder of its input journal.
    let folder: String
    /// What it warms up from, until it has come.
    var warming: HistoryReader?
    /// When it gives up waiting for that.
    var warmingEnds: Int64 = .max
    private(set) var hasEnded = false

    /// Wall time after which a frame that nobody can give again ends the process.
    private static let despair: Int64 = 30_000_000_000

    /// Binds, connects and subscribes. `engine` holds the stages already. Without `keys` it takes no request
    /// that needs a seal.
    init(
        _ own: Topology.Member, in shell: ProcessShell, _ environment: ProcessEnvironment,
        _ setup: ProcessSetup, engine: InProcessHost, keys: Keys?
    ) throws(HostError) {
        do {
            settings = setup.settings
            member = own
            endpoints = shell.endpoints
            folder = "\(environment.stateDirectory)/journal/\(own.name)"
            log = Log(process: own.name, level: LogLevel(name: environment.logLevel) ?? .info)
            refusals = RefusalLog(log)
            still = StandStill(log)
            header = setup.header(source: own.name, environment)
            let gate = keys.map { [header, settings] in Gate(own, header, settings.instruments, $0) }
            edge = gate.map { [settings] in LockstepEdge($0, settings.instruments) }
            border = try FrameFaults(environment.faults, salt: own.name).map { FaultyBorder($0) }
            context = shell.context
            reactor = shell.reactor
            port = shell.port(of: own)
            let sockets = LockstepSockets(own: own, endpoints: endpoints, context: context)
            publishing = PublishingSocket(try sockets.publisher(), port)
            desk = AnswerDesk(try sockets.answerer())
            rings = try sockets.rings()
            conductor = try sockets.conductor()
            subscriber = shell.subscriber
            slots = (
                reactor.watch(publishing.socket), reactor.watch(desk.socket), reactor.watch(rings),
                reactor.watch(conductor))
            publisher = FramePublisher(
                publishing, settings.instruments, header: header, isLockstep: true, wall: WallClock.now)
            responder = Responder(desk, settings, header: header, gate)
            repair = try FrameRepair(
                endpoints, without: endpoints.members.firstIndex(of: own), context, reactor)
            core = LockstepCore(
                own.rank, endpoints.topology, settings.instruments, header: header, engine: engine,
                log: LogObserver(log, settings.instruments))
            try listen(sockets.prefixes(settings.instruments))
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Hears the others: those of this process by its port, the rest by the socket that they share.
    private func listen(_ prefixes: [[UInt8]]) throws {
        for prefix in prefixes { port?.subscribe(to: prefix) }
        try subscriber.listen(prefixes) { [unowned self] frames, _ in
            letIn(frames.topic, frames.payload)
        }
    }

    func begin() throws {
        log.write(
            .info, "started in lockstep (run \(header.run), mode \(header.mode.name), epoch \(header.epoch))")
        for line in StartLines.lines(member.rank, settings) { log.write(.info, line) }
        if try resume(folder) || !isWarming { try greet() }
        for prefix in port?.joins ?? [] { try publisher.repeatLast(prefix: prefix) }
    }

    func end() {
        refusals.tellRest()
        log.write(.info, "stopped")
    }

    var due: Int64 {
        if let warming { return min(warming.due, warmingEnds) }
        if hasWords { return 0 }
        return min(heartbeatDue, repairDue, isAsked ? repair.due : .max)
    }

    private var isWarming: Bool { warming != nil }

    /// Tells the conductor that the process is there, and where it stands.
    func greet() throws {
        done.upcoming = feed?.nextTime
        try tell(Self.hello, done)
    }

    private func tell(_ topic: [UInt8], _ done: Done) throws {
        let payload = codec.encode(done)
        _ = try topic.withUnsafeBytes { try conductor.send(topic: $0, payload: payload) }
    }

    private static let hello = Array("hello".utf8)
    private static let done = Array("done".utf8)

    func turn() throws {
        if reactor.isReady(slots.joins) {
            for prefix in try publishing.takeJoins() { try publisher.repeatLast(prefix: prefix) }
        }
        if isWarming, try !warmUpFurther() { return }
        if reactor.isReady(slots.rings) { try answerRings() }
        if reactor.isReady(slots.requests) { try takeRequests() }
        if reactor.isReady(slots.conductor) { try takeOrders() }
    }

    /// What comes in is held until its round.
    func handleFrames() {}

    /// Nothing waits: a round is told as done once all of it was said.
    func flush() {}

    func tick() throws {
        if isWarming { return }
        if isAsked { try gather() }
        let now = MonotonicClock.now()
        if now >= heartbeatDue { try beat(now) }
    }

    // MARK: - Rounds

    private func takeOrders() throws {
        var failure: WireError?
        while try conductor.receive({ frames in
            failure = nil
            do throws(WireError) {
                try codec.decode(frames.payload, into: &incoming)
            } catch {
                failure = error
            }
        }) {
            if let failure {
                refuse("the conductor's word can't be read: \(failure)")
            } else {
                try takeIncoming()
            }
        }
    }

    private func takeIncoming() throws {
        if incoming.place <= done.place {
            // Already handled: the conductor did not hear it.
            if incoming.place == done.place { try tell(Self.done, done) }
            return
        }
        if isAsked, go.place == incoming.place { return }
        swap(&go, &incoming)
        isAsked = true
        missingSince = MonotonicClock.now()
        repairDue = .max
    }

    /// Takes in what has come; handles the round once nothing of it is missing.
    private func gather() throws {
        try drain()
        let now = MonotonicClock.now()
        try repair.progress(now: now, hold)
        core.inbox.find(missing: go.expected, &missing)
        guard missing.isEmpty else { return try wait(now) }
        if let slot = marketSlot { reactor.forget(slot) }
        marketSlot = nil
        isAsked = false
        repairDue = .max
        try handle()
    }

    /// Only a round that waits for what others say needs it now.
    var hasWords: Bool { isAsked && port?.hasWords == true }

    func takeWords() throws {
        if isAsked { try gather() }
    }

    private func drain() throws {
        while try !subscriber.drain() {}
        port?.takeAll { _, topic, payload in letIn(topic, payload) }
    }

    private func letIn(_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) {
        if border?.pass(topic, payload, hold) == nil { hold(topic, payload) }
    }

    private func hold(_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) {
        if LockstepTopic.isAsk(topic) { return letIn(request: topic, payload) }
        if let why = core.inbox.take(topic: topic, payload: payload) { refuse(why) }
    }

    private func refuse(_ why: String) { refusals.add(why, at: MonotonicClock.now()) }

    /// A request comes in without its seal, and into the journal so; a forged one does not come in.
    private func letIn(request topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) {
        switch edge?.letIn(topic, payload) ?? .open(Array(payload)) {
        case .open(let map):
            let why = map.withUnsafeBytes { core.inbox.take(topic: topic, payload: $0) }
            if let why { refuse(why) }
        case .refused(let why): refuse("request refused: \(why)")
        }
    }

    private func wait(_ now: Int64) throws {
        if marketSlot == nil { marketSlot = reactor.watch(subscriber.socket) }
        let first = missing[0]
        guard now - missingSince < Self.despair else {
            throw HostError.failed(
                "\(first.topic) of \(endpoints.members[first.publisher].name): "
                    + "frames \(first.first) to \(first.last) did not come within 30 s and can't be fetched")
        }
        if now - missingSince >= FrameRepair.patience {
            try repair.ask(missing, now: now)
            repairDue = now + 10_000_000
        } else {
            repairDue = missingSince + FrameRepair.patience
        }
    }

    private func handle() throws {
        let asked = go.cause
        if case .request(let topic, let payload) = asked {
            go.cause = edge?.letIn(outside: topic, payload, refusals) ?? go.cause
        }
        let event = go.cause == .event ? try feed?.take() : nil
        let state = journal?.wantsSnapshot == true ? snapshot() : nil
        let outcome = try core.play(go, event)
        let said = try core.hashSaid()
        try still.keep { try journal?.append(go, core.inbox, event, said: said, snapshot: state) }
        core.inbox.letGo()
        done.place = go.place
        done.hasMore = outcome.hasMore
        try send()
        try finish()
        if outcome.gaveUp { try responder.settle(nil, for: self) }
        if case .request(let topic, let payload) = asked { responder.turnCame(topic, payload) }
        if let answer = outcome.answer { try responder.settle(answer, for: self) }
    }

    /// Sends what the round left behind.
    func send() throws(HostError) {
        let (outbox, time) = (core.outbox, core.engine.time)
        for frame in outbox.frames {
            try publisher.publish(frame.message, id: frame.id, causes: frame.causes, time: time)
        }
        core.noteAskings()
        for asking in outbox.askings {
            let peer = Topology.Member(rank: asking.peer, instance: 0)
            try publisher.publish(
                asking.message,
                topic: LockstepTopic.bytes(.ask, peer.name, TopicCatalogue.entry(asking.message.kind).prefix),
                id: asking.event, causes: Causes(), time: time
            ) { [edge] in edge?.gate.seal(asking.message.kind, $0, to: peer.name) ?? Array($0) }
        }
        for answer in outbox.answers {
            let question = core.takeQuestion(of: answer.request)
            let message = question.flatMap { edge?.gate.approve(answer.message, to: $0) } ?? answer.message
            try publisher.publish(
                message,
                topic: LockstepTopic.bytes(
                    .answer, endpoints.members[answer.member].name,
                    TopicCatalogue.entry(answer.message.kind).prefix),
                id: answer.event, causes: Causes(answer.request), time: time)
        }
        publisher.takeSaid(into: &done.said)
        done.wakes.removeAll(keepingCapacity: true)
        for wake in outbox.wakes {
            let slot = core.engine.slots[wake.slot]
            let place = TimerPlace(rank: slot.rank, instance: slot.instance, timer: wake.timer)
            done.wakes.append(Done.Wake(place: place, due: wake.due))
        }
        outbox.clear()
    }

    private func finish() throws {
        done.upcoming = feed?.nextTime
        try tell(Self.done, done)
        guard go.cause == .end else { return }
        hasEnded = true
        feed?.tellProblems(log)
    }

    // MARK: - Others

    private func answerRings() throws {
        for _ in 0..<16 {
            var payload: [UInt8] = []
            guard try rings.receive(from: &ringAsker, { payload = Array($0.payload) }) else { return }
            let answer = replay.answer(payload, from: publisher)
            try rings.answer(ringAsker, topic: Array(answer.topic.utf8), payload: answer.payload)
        }
    }

    private func beat(_ now: Int64) throws {
        heartbeatDue = now + Pace.standard.heartbeat
        refusals.tell(at: now)
        if !isAsked { try drain() }
        try publisher.publish(.heartbeat(heartbeat()), id: .none, causes: Causes(), time: core.engine.time)
        publisher.forgetSaid()
    }

    // MARK: - Requests

    private func takeRequests() throws {
        try desk.takeAll { request, topic, payload, tooLarge in
            if tooLarge > 0 {
                try responder.refuse(tooLarge: tooLarge, from: request, for: self)
            } else {
                try responder.answer(topic, payload, from: request, for: self)
            }
        }
    }

    /// Its turn comes as a step of its own.
    package func serve(
        _ id: RequestID, _ message: Message, topic: [UInt8], payload: [UInt8]
    ) throws -> Served {
        _ = try conductor.send(topic: Array("request/".utf8) + topic, payload: payload)
        return .later
    }
}
