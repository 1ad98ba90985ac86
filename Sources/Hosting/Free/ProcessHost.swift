import Bus
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

/// Runs one process on ZeroMQ: sockets, a clock and a disk around a `ProcessCore`. One thread, one reactor.
///
/// What comes in goes to the core, and what the core wants outside is done after each step.
final class ProcessHost: ProcessLoop {
    let core: ProcessCore
    let log: Log
    /// Where a process that keeps records has them.
    var records: StoredRecords?
    /// Looks after the room that is left, where a halt is kept.
    var disk: DiskWatch?
    /// The executor's venue, where it lives outside.
    private var venue: (any VenuePort)?
    /// What it does while the disk takes nothing.
    private let still: StandStill
    private let reactor: Reactor
    private let publishing: PublishingSocket
    private let subscriber: Socket
    private let desk: AnswerDesk
    private let links: ProcessLinks
    /// L1's ear on publishers outside; `nil` where there is none to hear.
    private let ear: SignalEar?
    private var faults: FaultyBorder?
    private let slots: (joins: Reactor.Slot, market: Reactor.Slot, requests: Reactor.Slot)
    /// After an exact restart.
    private var isResumed = false
    private var checkDue: Int64 = 0

    /// Binds, connects and subscribes. `engine` holds the stages already; records go where it says. Without
    /// `keys` it takes no request that needs a seal.
    init(
        _ member: Topology.Member, in shell: ProcessShell, _ environment: ProcessEnvironment,
        _ setup: ProcessSetup, engine: InProcessHost, keys: Keys?, _ still: StandStill, _ log: Log
    ) throws(HostError) {
        self.log = log
        self.still = still
        do {
            let endpoints = shell.endpoints
            faults = try FrameFaults(environment.faults, salt: member.name).map { FaultyBorder($0) }
            let header = setup.header(source: member.name, environment)
            let gate = keys.map { Gate(member, header, setup.settings.instruments, $0) }
            core = ProcessCore(
                member, endpoints.topology, setup.settings, header, gate, engine: engine, log: log, now: .now)
            let context = shell.context
            reactor = shell.reactor
            publishing = PublishingSocket(try Socket(.xpub, in: context))
            for place in try endpoints.places(endpoints.publisher(member)) {
                try publishing.socket.bind(place)
            }
            desk = AnswerDesk(try AnswerSocket(in: context))
            for place in try endpoints.places(endpoints.answerer(member)) { try desk.socket.bind(place) }
            let joins = reactor.watch(publishing.socket)
            let requests = reactor.watch(desk.socket)
            subscriber = try Socket(.sub, in: context)
            for other in endpoints.members where other != member {
                try subscriber.connect(endpoints.publisher(other))
            }
            for prefix in core.receiver.prefixes {
                try subscriber.subscribe(prefix: prefix)
            }
            slots = (joins, reactor.watch(subscriber), requests)
            links = try ProcessLinks(member.rank, endpoints, context, reactor)
            ear = member.rank == .l1Operational
                ? try SignalEar(SignalSources(setup.settings), endpoints, context, reactor) : nil
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Takes a journal up before the process runs: goes on where it was, or begins anew.
    func resume(_ journal: FreeJournal) throws(HostError) {
        core.inputs = DurableInputs(journal, still)
        guard let tail = journal.tail else {
            records?.beginAnew()
            return
        }
        do {
            try restore(tail, journal)
        } catch {
            journal.layAside()
            throw .failed("its saved state can't be taken back, and is laid aside: \(error)")
        }
        journal.forgetTail()
        isResumed = true
        log.write(
            .info, "goes on exactly after step \(core.engine.step) at \(core.engine.time), "
                + "\(tail.inputs.entryCount) inputs handled again")
    }

    private func restore(_ tail: FreeTail, _ journal: FreeJournal) throws {
        var state = tail.state
        var inputs = try FreeInputs(tail, of: journal)
        try core.goOn(from: &state, &inputs, records)
    }

    func begin() throws {
        let header = core.header
        log.write(.info, "started (run \(header.run), mode \(header.mode.name), epoch \(header.epoch))")
        for line in StartLines.lines(core.member.rank, core.settings) { log.write(.info, line) }
        if let ear { log.write(.info, ear.words) }
        core.time.now = .now
        try core.begin(isResumed: isResumed)
        try carryOut()
    }

    /// All sockets are closed and everything said is out once the shell is gone.
    func end() {
        core.refusals.tellRest()
        log.write(.info, "stopped")
    }

    var due: Int64 { min(core.due, links.nextDeadline) }

    func turn() throws {
        core.time.now = .now
        try mindTheDisk()
        if reactor.isReady(slots.joins) {
            for prefix in try publishing.takeJoins() { try core.joined(prefix: prefix) }
            try carryOut()
        }
        if reactor.isReady(slots.market) { try takeFrames() }
        if reactor.isReady(slots.requests) { try takeRequests() }
        if let ear, reactor.isReady(ear.slot) { try takeSignals(ear) }
        try takeOutcomes()
        core.time.now = .now
        try core.tick()
        try carryOut()
        try takeVenueWords()
    }

    /// Hands over what the venue says, and what it says to what follows.
    private func takeVenueWords() throws {
        while let word = venue?.next(by: core.eventTime) {
            try core.take(word)
            try carryOut()
        }
    }

    /// Trades at a venue that lives outside.
    func trade(at venue: any VenuePort) {
        self.venue = venue
        core.marketEar = { [unowned self] in self.venue?.hear(Envelope(.message($0), at: $1)) }
    }

    private func takeFrames() throws {
        try subscriber.drain { frames in
            if frames.isTooLarge { return core.refuse(tooLarge: frames.tooLargeBytes, topic: frames.topic) }
            guard faults != nil else { return core.take(topic: frames.topic, payload: frames.payload) }
            faults?.pass(frames.topic, frames.payload) { core.take(topic: $0, payload: $1) }
        }
        while try core.handleNext() { try carryOut() }
    }

    private func takeRequests() throws {
        core.malformed = desk.malformed
        try desk.takeAll { request, topic, payload, tooLarge in
            core.time.now = .now
            try core.take(request: request, topic: topic, payload: payload, tooLarge: tooLarge)
            try carryOut()
        }
    }

    private func takeSignals(_ ear: SignalEar) throws {
        try ear.takeAll { payload, tooLarge in
            core.time.now = .now
            try core.take(signal: payload, tooLarge: tooLarge)
            try carryOut()
        }
    }

    /// Hands over each outcome that lies here, and each that comes while it does.
    private func takeOutcomes() throws {
        try links.progress(now: core.clock.monotonic) { outcome, line, ticket throws(HostError) in
            try core.take(outcome, on: line, ticket: ticket)
            try carryOut()
        }
    }

    /// Does outside what the core wants.
    private func carryOut() throws(HostError) {
        let effects = core.effects
        guard !effects.isEmpty else { return }
        do {
            for effect in effects.list {
                switch effect {
                case .publish(let topic, let payload):
                    try effects.withBytes(topic, payload) { try publishing.publish(topic: $0, payload: $1) }
                case .answer(let request, let topic, let payload):
                    try effects.withBytes(topic, payload) { try desk.answer(request, topic: $0, payload: $1) }
                case .askVenue(let id, let message): venue?.ask(id, message, at: core.eventTime)
                case .ask(let line, let ticket, let topic, let payload, let answerBy):
                    try effects.withBytes(topic, payload) {
                        try links.ask(line, ticket: ticket, topic: $0, payload: $1, answerBy: answerBy)
                    }
                }
            }
        } catch {
            throw .failed("\(error)")
        }
        effects.clear()
    }

    /// Halts where the process stood still, or room runs out.
    private func mindTheDisk() throws(HostError) {
        let now = core.clock.monotonic
        var warning: String?
        if now >= checkDue {
            checkDue = now + Pace.standard.heartbeat
            warning = disk?.check()
        }
        if let warning { log.write(.error, warning) }
        guard warning != nil || still.isHaltDue else { return }
        still.isHaltDue = false
        try core.haltItself()
        try carryOut()
    }
}
