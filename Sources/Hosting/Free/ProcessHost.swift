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
    /// The same, where it has sockets of its own.
    private var account: BinanceAccount?
    /// The live market that it plays; only the feed handler has one.
    private var market: BinanceMarket?
    /// What it does while the disk takes nothing.
    private let still: StandStill
    private let reactor: Reactor
    private let publishing: PublishingSocket
    private let desk: AnswerDesk
    /// Where it stands among the stages of its process; `nil` where it is alone.
    private let port: IntraProcessPort?
    private let links: ProcessLinks
    /// L1's ear on publishers outside; `nil` where there is none to hear.
    private let ear: SignalEar?
    private var faults: FaultyBorder?
    private let slots: (joins: Reactor.Slot, requests: Reactor.Slot)
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
                member, endpoints.topology, setup.settings, header, gate, engine: engine, log: log,
                pace: environment.clock.pace, isLive: environment.feed.isLive, now: .now)
            let context = shell.context
            reactor = shell.reactor
            port = shell.port(of: member)
            publishing = PublishingSocket(try Socket(.xpub, in: context), port)
            try publishing.socket.bind(endpoints.publisher(member))
            desk = AnswerDesk(try AnswerSocket(in: context))
            try desk.socket.bind(endpoints.answerer(member))
            slots = (reactor.watch(publishing.socket), reactor.watch(desk.socket))
            links = try ProcessLinks(member.rank, endpoints, context, reactor, port)
            ear = member.rank == .l1Operational
                ? try SignalEar(SignalSources(setup.settings), endpoints, context, reactor) : nil
            try listen(shell)
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Hears the others: those of this process by its port, the rest by the socket that they share.
    private func listen(_ shell: ProcessShell) throws {
        let prefixes = core.receiver.prefixes
        for prefix in prefixes { port?.subscribe(to: prefix) }
        shell.watchSubscriber()
        try shell.subscriber.listen(prefixes) { [unowned self] frames, now in
            core.time.now = now
            guard !frames.isTooLarge else {
                return core.refuse(tooLarge: frames.tooLargeBytes, topic: frames.topic)
            }
            take(topic: frames.topic, payload: frames.payload)
        }
    }

    /// Takes a journal up before the process runs: goes on where it was, or begins anew. A live feed handler
    /// has none: of a market that tells thousands of things a second each would be a write, and what was
    /// missed can be fetched.
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
        for prefix in port?.joins ?? [] { try core.joined(prefix: prefix) }
        try carryOut()
    }

    func windDown() { account?.windDown() }

    var unsettled: [String] { account?.unsettled ?? [] }

    /// All sockets are closed and everything said is out once the shell is gone.
    func end() {
        market?.keep(told: core.lastCandle)
        market?.end()
        core.refusals.tellRest()
        log.write(.info, "stopped")
    }

    var due: Int64 {
        let outside = min(market?.due ?? .max, account?.due ?? .max)
        return hasWords ? 0 : min(core.due, links.nextDeadline, outside)
    }

    var hasWords: Bool { port?.hasWords == true }

    func turn() throws {
        core.time.now = .now
        try mindTheDisk()
        if let market {
            // By now they have left.
            market.keep(told: core.lastCandle)
            market.turn()
        }
        account?.turn()
        if reactor.isReady(slots.joins) {
            for prefix in try publishing.takeJoins() { try core.joined(prefix: prefix) }
            try carryOut()
        }
        if reactor.isReady(slots.requests) { try takeRequests() }
        if let ear, reactor.isReady(ear.slot) { try takeSignals(ear) }
        try takeOutcomes()
    }

    func tick() throws {
        let began = core.time.now.monotonic
        let played = core.played
        core.time.now = .now
        try core.tick()
        try carryOut()
        if let market, core.played > played { market.said(after: MonotonicClock.now() - began) }
        try takeVenueWords()
    }

    func flush() throws(HostError) {
        do { try publishing.flush() } catch { throw .failed("\(error)") }
    }

    /// Takes what the other stages of the process have for it, in their order.
    func takeWords() throws {
        core.time.now = .now
        try port?.takeAll { word, topic, payload in
            switch word {
            case .frame:
                take(topic: topic, payload: payload)
                return try handleFrames()
            case .request(let request):
                try core.take(request: request, topic: Array(topic), payload: Array(payload), tooLarge: 0)
            case .answer(let line, let ticket):
                try core.take(.answered(topic: topic, payload: payload), on: line, ticket: ticket)
            }
            try carryOut()
        }
    }

    /// Hands over what the venue says, and what it says to what follows.
    private func takeVenueWords() throws {
        while let word = venue?.next(by: core.eventTime) {
            try core.take(word)
            try carryOut()
        }
    }

    /// Plays a live market.
    func play(_ market: BinanceMarket) {
        self.market = market
        core.feed = market.feed
        core.feedStatus = { market.status }
    }

    /// Trades at an account of the exchange.
    func trade(at account: BinanceAccount) {
        self.account = account
        trade(at: account as any VenuePort)
    }

    /// Trades at a venue that lives outside.
    func trade(at venue: any VenuePort) {
        self.venue = venue
        core.marketEar = { [unowned self] in self.venue?.hear(Envelope(.message($0), at: $1)) }
    }

    private func take(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) {
        guard faults != nil else { return core.take(topic: topic, payload: payload) }
        faults?.pass(topic, payload) { core.take(topic: $0, payload: $1) }
    }

    func handleFrames() throws {
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

    /// Does outside what the core wants: what it asks and answers first, then what it says.
    private func carryOut() throws(HostError) {
        let effects = core.effects
        guard !effects.isEmpty else { return }
        do {
            for effect in effects.list {
                switch effect {
                case .publish(let topic, let payload):
                    guard port != nil else { continue }
                    effects.withBytes(topic, payload) { publishing.publishSoon(topic: $0, payload: $1) }
                case .answer(let request, let topic, let payload):
                    try effects.withBytes(topic, payload) {
                        guard request > 0 else { return port?.answer(request, $0, $1) ?? () }
                        try desk.answer(request, topic: $0, payload: $1)
                    }
                case .askVenue(let id, let message): venue?.ask(id, message, at: core.eventTime)
                case .ask(let line, let ticket, let topic, let payload, let answerBy):
                    try effects.withBytes(topic, payload) {
                        try links.ask(line, ticket: ticket, topic: $0, payload: $1, answerBy: answerBy)
                    }
                }
            }
            // A stage alone has nobody to let go on first.
            if port == nil { try publish(effects) }
        } catch {
            throw .failed("\(error)")
        }
        effects.clear()
    }

    /// Says it to other processes, from where it lies.
    private func publish(_ effects: ProcessEffects) throws {
        for case .publish(let topic, let payload) in effects.list {
            try effects.withBytes(topic, payload) { try publishing.publish(topic: $0, payload: $1) }
        }
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
