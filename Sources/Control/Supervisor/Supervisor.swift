import Bus
import Delivery
import Engine
import Glibc
import Hosting
import Market
import Messages
import Reports
import Stages
import Telemetry

/// Starts all processes, keeps them running, shows what they do, and ends with the data or on Ctrl-C.
public final class Supervisor {
    private let options: UpOptions
    private let setup: ProcessSetup
    private let endpoints: Endpoints
    private let log: SupervisorLog
    /// Whoever watches; that nobody does any more is told once.
    private let output = WatchedOutput(1)
    private var isGoneTold = false
    private var toldHalt: HaltNotice?
    private var children: [ChildProcess]
    private let context: Context
    private let reactor: Reactor
    private let subscriber: Socket
    /// In lockstep; in a free run it looks by itself now and then: people can wait, processes at work can't.
    private let slot: Reactor.Slot?
    private var lookDue: Int64 = 0
    private let receiver: FrameReceiver
    /// Fetches what it missed of a free run.
    private let repair: GapRepair
    private let view: RunView
    /// Leads the processes where they run in lockstep.
    private let conductor: Conductor?
    /// The number that each symbol's next fill has at least.
    private var nextFills: [UInt64]
    private var isStopping = false
    private var endedAt: Int64?
    private var lastNews: Int64 = 0
    private var drawDue: Int64 = 0
    private var flushDue: Int64 = 0
    /// The journal's disk takes nothing: what it should hold waits in memory.
    private var isStuck = false
    private var hasHalted = false
    private let halting: HaltCall
    private var failure: HostError?
    /// Changed files that a person wants the system to go on with: it stopped for them.
    public private(set) var reload: ReloadOrder?
    /// Of this run, until its end; handed to the children, again after a restart.
    private let keys: RunKeys
    private let requestKeyPath: String

    /// Wall time of silence after the end of the data until everything is taken as done.
    private static let quiet: Int64 = 700_000_000
    private static let longestWait: Int64 = 10_000_000_000
    private static let lookPeriod: Int64 = 20_000_000
    /// Wall time after which others can read in the journal what was written.
    private static let flushPeriod: Int64 = 250_000_000

    public init(_ options: UpOptions, _ setup: ProcessSetup, dataHash: UInt64) throws(HostError) {
        self.options = options
        self.setup = setup
        nextFills = [UInt64](repeating: 0, count: setup.settings.instruments.count)
        halting = HaltCall(by: "supervisor", .outside, runDirectory: options.environment.runDirectory)
        do {
            log = try SupervisorLog(options)
            endpoints = Endpoints(
                Topology(tacticInstances: options.environment.tacticInstances.count),
                in: try RunDirectory(path: options.environment.runDirectory))
            try endpoints.forgetOthers()
            KeyIntake.hideMemory()
            keys = try RunKeys()
            requestKeyPath = KeyFile.requestKey(in: endpoints.directory.path)
            children = Self.children(options, endpoints.topology)
            Self.settleSignals()
            let signals = try SignalWatch([SIGTERM, SIGINT, SIGHUP, SIGCHLD])
            context = try Context()
            reactor = try Reactor(signals: signals)
            subscriber = try Self.subscriber(
                to: endpoints, in: context, isLockstep: options.environment.isLockstep)
            repair = try GapRepair(endpoints.members, endpoints, context, reactor)
            slot = options.environment.isLockstep ? reactor.watch(subscriber) : nil
            view = try RunView(options, setup, dataHash: dataHash)
            conductor =
                options.environment.isLockstep
                ? try Conductor(
                    endpoints, setup, header: setup.header(source: "supervisor", options.environment),
                    context, reactor,
                    try Socket(.sub, in: context), observers: [view],
                    faults: try FrameFaults(options.environment.faults, salt: "supervisor"), log: log)
                : nil
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
        let instruments = setup.settings.instruments
        receiver = FrameReceiver(
            instruments, expected: setup.header(source: "supervisor", options.environment),
            repairing: options.environment.isLockstep ? nil : Self.prefixes.map { Array($0.utf8) })
    }

    /// A closed terminal or pipe must not end it before its children, and an inherited "ignore" would hide
    /// their deaths.
    private static func settleSignals() {
        _ = Glibc.signal(SIGPIPE, SIG_IGN)
        _ = Glibc.signal(SIGXFSZ, SIG_IGN)
        // In the background of a terminal that stops those who write.
        _ = Glibc.signal(SIGTTOU, SIG_IGN)
        _ = Glibc.signal(SIGCHLD, SIG_DFL)
    }

    /// The processes that it starts, none of them yet.
    private static func children(_ options: UpOptions, _ topology: Topology) -> [ChildProcess] {
        options.processes(topology).map { process in
            ChildProcess(
                process, path: "\(options.programs)/\(process.members[0].rank.name)",
                logPath: "\(options.logs)/\(process.name).log")
        }
    }

    /// Hears all processes: in lockstep how they are, else what the screen shows of them.
    private static func subscriber(
        to endpoints: Endpoints, in context: Context, isLockstep: Bool
    ) throws(BusError) -> Socket {
        let socket = try Socket(.sub, in: context)
        for member in endpoints.members { try socket.connect(endpoints.publisher(member)) }
        let heard = isLockstep ? ["heartbeat/"] : prefixes
        for prefix in heard { try socket.subscribe(prefix: Array(prefix.utf8)) }
        return socket
    }

    private static let prefixes = TopicCatalogue.entries.filter { $0.uses.contains(.shown) }.map { entry in
        entry.kind == .kline ? "kline_1m/" : "\(entry.prefix)"
    }

    /// Runs until the data is at its end, a signal asks to stop, or something fails; answers what the run
    /// came to until then. The journal is whole when it returns.
    public func run() -> (summary: RunSummary, failure: HostError?) {
        defer { unlink(requestKeyPath) }
        do {
            try KeyFile.write(keys.request, run: options.environment.run, to: requestKeyPath)
            for index in children.indices { try start(index) }
            draw()
            while !isStopping { try turn() }
        } catch {
            fail(error)
        }
        do {
            try stopAll()
        } catch {
            for child in children { child.send(signal: SIGKILL) }
            fail(error)
        }
        do { try view.journal.finish() } catch { fail(error) }
        leaveScreen()
        return (view.summary, failure)
    }

    private func fail(_ error: any Error) {
        failure = failure ?? (error as? HostError ?? .failed("\(error)"))
    }

    private func start(_ index: Int) throws(HostError) {
        let process = children[index].process
        let variables = ChildEnvironment.variables(for: process, options.environment)
        try children[index].start(variables, keys: keys.keys(for: process.members.map(\.rank)))
        for member in process.members {
            view.screen.started(member, restarts: children[index].restarts, at: MonotonicClock.now())
        }
    }

    private func turn() throws {
        reactor.wake(at: nextDeadline())
        let wakeup = try reactor.wait()
        let now = MonotonicClock.now()
        if let signal = wakeup.signal { try take(signal, now) }
        if slot.map(reactor.isReady) ?? (now >= lookDue) { try takeFrames(now) }
        try repairGaps(now)
        if let conductor, !isStuck {
            try conductor.progress(reactor, now: now)
            if conductor.hasEnded { isStopping = true }
        }
        for index in children.indices {
            if let due = children[index].restartAt, due <= now { try start(index) }
        }
        if now >= drawDue {
            drawDue = now + (options.isTerminal ? 200_000_000 : 5_000_000_000)
            draw()
        }
        if now >= flushDue {
            flushDue = now + Self.flushPeriod
            keepJournal()
            lookForReload()
        }
        guard let endedAt else { return }
        let isQuiet =
            now - lastNews > Self.quiet && receiver.open.isEmpty && children.allSatisfy(\.isRunning)
        if isQuiet || now - endedAt > Self.longestWait { isStopping = true }
    }

    /// Takes up what `strata reload` left: all stop, and whoever owns this goes on with the changed files.
    private func lookForReload() {
        guard conductor == nil, endedAt == nil, !isStopping else { return }
        let environment = options.environment
        let taken: ReloadOrder?
        do { taken = try ReloadOrder.take(in: environment.runDirectory, environment) } catch {
            return log.write(.warning, "the changed files can't be taken up, and nothing changes: \(error)")
        }
        guard let order = taken else { return }
        log.write(.info, "takes up \(order.safeList): entries stop, and all processes start again")
        reload = order
        isStopping = true
    }

    /// Writes the journal. While its disk takes nothing, no record is lost: what comes waits in memory,
    /// and trading halts, or stands still in lockstep.
    private func keepJournal() {
        do {
            try view.journal.flush()
            if isStuck { log.write(.info, "the journal can be written again, and is whole") }
            isStuck = false
        } catch {
            if !isStuck {
                log.write(
                    .error,
                    "\(error); trading halts, so that no record is lost: make room, then `strata resume`")
                hasHalted = conductor != nil
            }
            if !hasHalted { hasHalted = halting.make(isFirst: !isStuck) }
            isStuck = true
        }
    }

    private func nextDeadline() -> Int64 {
        var deadline = min(drawDue, flushDue, conductor?.due ?? .max)
        if slot == nil { deadline = min(deadline, lookDue) }
        for child in children { deadline = min(deadline, child.restartAt ?? .max) }
        deadline = min(deadline, repair.due(receiver, now: MonotonicClock.now()))
        guard let endedAt else { return deadline }
        // Where it is quiet already, somebody is being started again: look again soon.
        let quiet = max(lastNews + Self.quiet, MonotonicClock.now() + 50_000_000)
        return min(deadline, quiet, endedAt + Self.longestWait)
    }

    private func take(_ signal: Int32, _ now: Int64) throws(HostError) {
        if signal == SIGCHLD { return try reap(now) }
        if signal == SIGHUP {
            return log.write(
                .warning,
                "the terminal was closed; trading goes on without a screen: `strata status` shows it, "
                    + "SIGTERM to process \(getpid()) stops it")
        }
        log.write(.info, "stops on signal \(signal)")
        isStopping = true
    }

    private func reap(_ now: Int64) throws(HostError) {
        var status: Int32 = 0
        while true {
            let pid = waitpid(-1, &status, WNOHANG)
            guard pid > 0 else { return }
            guard let index = children.firstIndex(where: { $0.pid == pid }) else { continue }
            let process = children[index].process
            let how = status & 0x7F == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal \(status & 0x7F)"
            // Who was killed had no time for last words.
            let words = status & 0x7F == SIGKILL
                ? "" : LastWords.of(children[index].logPath).map { ": \($0)" } ?? ""
            let ending = "\(how)\(words); see \(children[index].logPath)"
            if isStopping {
                children[index].ended()
                guard status != 0 else { continue }
                log.write(.warning, "\(process.name) ended with \(ending)")
                if status & 0x7F == 0 { failure = failure ?? .failed("\(process.name) ended with \(ending)") }
                continue
            }
            for member in process.members { view.screen.ended(member, how, at: now) }
            log.write(.error, "\(process.name) died (\(how))\(words); see \(children[index].logPath)")
            if ChildProcess.isRefused(status) {
                children[index].ended()
                failure = .configuration("\(process.name) refuses what it is told: \(ending)")
                isStopping = true
            } else if !children[index].died(now: now) {
                failure = .failed(
                    "\(process.name) died \(ChildProcess.restartLimit + 1) times within a minute; "
                        + "see \(children[index].logPath)")
                isStopping = true
            }
        }
    }

    private func takeFrames(_ now: Int64) throws(BusError) {
        lookDue = now + Self.lookPeriod
        for _ in 0..<64 {
            let count = try subscriber.drain { frames in
                // What is refused here is refused, and told, by those whom it concerns.
                guard !frames.isTooLarge else { return }
                _ = receiver.take(topic: frames.topic, payload: frames.payload, now: now)
            }
            takeReady(now)
            if count < 256 { return }
        }
    }

    private func repairGaps(_ now: Int64) throws(BusError) {
        try repair.progress(receiver, now: now)
        for notice in receiver.takeNotices() { log.write(.error, notice) }
        takeReady(now)
    }

    private func takeReady(_ now: Int64) {
        while let frame = receiver.nextReady() { take(frame.message, frame.header, now) }
    }

    /// The executor tells its last fills again after an inexact restart.
    private func isNew(_ fill: Fill) -> Bool {
        let symbol = fill.symbol.int
        guard symbol < nextFills.count, fill.fillID >= nextFills[symbol] else { return false }
        nextFills[symbol] = fill.fillID + 1
        return true
    }

    private func take(_ message: Message, _ header: Header, _ now: Int64) {
        switch message {
        case .heartbeat(let beat):
            view.screen.heard(beat, at: now)
            return tellHalt()
        case .clock(let clock):
            if clock.ended, endedAt == nil { endedAt = now }
        case .fill(let fill): guard isNew(fill) else { return }
        default: break
        }
        lastNews = now
        let rank = ProcessRank(name: String(header.source.description.prefix { $0 != "." })) ?? .outside
        view.published(
            Frame(message: message, id: header.id, causes: header.causes, time: header.time, rank: rank))
    }

    private func draw() {
        for text in log.takeFresh() { view.screen.remember(text) }
        view.screen.lookAfterMissing(at: MonotonicClock.now()) { name in
            let child = children.first { $0.process.members.contains { $0.name == name } }
            return child.flatMap { LastWords.complaint($0.logPath) }
        }
        let size = options.isTerminal ? Terminal.size(of: 1) : nil
        output.write(view.drawing(in: size, at: MonotonicClock.now()))
        guard let failure = output.failure, !isGoneTold else { return }
        isGoneTold = true
        log.write(.info, "nobody watches any more (\(failure)); trading goes on: `strata status` shows it")
    }

    /// A halt is told when it is heard first, also one that an earlier run has left, and once it is over.
    private func tellHalt() {
        let halt = view.screen.halt
        defer { toldHalt = halt }
        switch (toldHalt, halt) {
        case (nil, let halt?): log.write(.error, halt.text)
        case (.some, nil): log.write(.warning, "trading is halted no longer: entries go on")
        default: break
        }
    }

    private func leaveScreen() {
        draw()
        if options.isTerminal { output.write(Terminal.leaving(Terminal.size(of: 1))) }
        output.finish()
        log.uncover()
    }

    // MARK: - The end

    /// Asks all to stop, hearing what they still say, and waits. Where all is to go on, nothing more is
    /// decided first, so that no entry is on its way when the others stop.
    private func stopAll() throws {
        isStopping = true
        if reload != nil || options.environment.mode.tradesAccount { try stop(\.decides) }
        try stop { _ in true }
    }

    /// Asks some to stop in reverse order of their start, and kills who doesn't within its time.
    private func stop(_ isMeant: (ChildProcess) -> Bool) throws {
        for child in children.reversed() where isMeant(child) { child.send(signal: SIGTERM) }
        let deadline = MonotonicClock.now() + ProcessRunner.endPatience(options.environment.mode)
        while children.contains(where: { $0.isRunning && isMeant($0) }) {
            let now = MonotonicClock.now()
            if now > deadline {
                for child in children where child.isRunning && isMeant(child) {
                    log.write(.error, "\(child.process.name) does not stop; it is killed")
                    child.send(signal: SIGKILL)
                }
            }
            reactor.wake(at: now + 50_000_000)
            _ = try reactor.wait()
            try takeFrames(now)
            try repairGaps(now)
            try conductor?.listenToTheEnd(now: now)
            try reap(now)
        }
    }
}
