import Cores
import Delivery
import Engine
import Market
import Messages
import Stages
import Telemetry

/// Processes that die and come back.
extension Simulation {
    /// A heartbeat each three minutes, where a real run has four a second: only who is gone is found by it.
    static let pace = Pace(
        heartbeat: 3 * minute, patience: 400 * second, tick: minute, progress: 15 * minute)

    /// How long after somebody was away frames may be lost for good: nobody answered for so long.
    static let excuse = 15 * second

    func die(_ place: Int) {
        let process = processes[place]
        guard process.isAlive else { return }
        process.isAlive = false
        if place == 0 { feedLastUp = now }
        process.isJournalKept = process.journal.hasBegun && chance.happens(0.6)
        trace("\(process.rank.name) dies")
        checker.died(process)
        let longest = chance.happens(0.5) ? 2_500 : 900_000
        queue.add(.start(place), at: now + chance.milliseconds(200...longest))
    }

    /// A process starts, with its journal or without; then it hears the others, and they hear it.
    func start(_ place: Int) {
        let process = processes[place]
        guard !process.isAlive else { return }
        let (isFirst, isExact) = (process.starts == 0, process.isJournalKept)
        trace("\(process.rank.name) \(isExact ? "goes on" : "starts")")
        process.begin(isExact: isExact)
        process.isJournalKept = false
        (lastAway, process.upSince) = (now, now)
        resumeFrom[process.rank] = now
        let core = makeCore(of: process)
        if !isExact { checker.startedAnew(process) }
        turn(place) { core in
            if isExact {
                try goOn(core, process)
            } else if isFirst {
                try joinWarm(core, process)
            } else {
                if place == 0 { tape.beginAnew() }
                core.lastFills = process.disk.lastFills
                core.keptUntil = process.disk.end
                try core.begin(isResumed: false)
            }
        }
        if core.feed != nil { feed() }
        connect(place)
    }

    private func makeCore(of process: SimulatedProcess) -> ProcessCore {
        var header = Header()
        (header.run, header.source, header.epoch) = (runNumber, process.name, process.epoch)
        process.gate = gate(of: process)
        var engine = InProcessHost(ids: .free(epoch: process.epoch, counter: 0))
        PlantedBug.add(
            process.rank, to: &engine, settings, run: runNumber, options.bug,
            isVenueLimited: options.isVenueLimited)
        engine.recover(process.disk.records)
        engine.records = process.disk
        let core = ProcessCore(
            process.member, topology, settings, header, process.gate, engine: engine, log: nil,
            pace: pace(standing: .ownClockStands), asksVenue: process.rank == .executor, isLive: true,
            now: clock)
        core.engine.observer = ObserverGroup([core.outbox, process.tap])
        core.inputs = process.journal
        if process.rank == .feedHandler { core.feed = makeFeed(core.log) }
        process.core = core
        return core
    }

    private func makeFeed(_ log: Log) -> any CoreFeed {
        let history = HistoryRing(
            symbols: settings.instruments.count, capacity: WarmStart.historyMinutes)
        return LiveFeed(tape, history: history, pace: pace(standing: .clockStands), log: log)
    }

    /// The pace of all; with a planted mistake no clock ever ticks.
    private func pace(standing bug: PlantedBug) -> Pace {
        guard options.bug == bug else { return Self.pace }
        return Pace(
            heartbeat: Self.pace.heartbeat, patience: Self.pace.patience, tick: 1 << 61,
            progress: Self.pace.progress)
    }

    /// The very first start: the hours before were played once for all seeds.
    private func joinWarm(_ core: ProcessCore, _ process: SimulatedProcess) throws {
        var time = Timestamp.zero
        if let warm = WarmStart.state(of: process.rank, isVenueLimited: options.isVenueLimited) {
            var reader = StateReader(warm)
            try core.engine.restore(from: &reader)
            time = WarmStart.end.time
            for place in core.lastCandle.indices { core.lastCandle[place] = time }
        }
        process.disk.marks.finished = core.engine.step
        try core.join(at: time)
    }

    /// With its journal: every input is handled again, and its state is what it was.
    private func goOn(_ core: ProcessCore, _ process: SimulatedProcess) throws {
        checker.counts.exactStarts += 1
        let place = place(of: process.rank)
        var state = StateReader(process.journal.snapshot)
        var tail = MemoryTail(process) { [unowned self] input, outbox, answer in
            // It died before it had handled it: nobody has heard what follows.
            if case .message(let message, _) = input { checker.handled(message, by: process) }
            for frame in outbox.frames { checker.said(frame.message, at: frame.time) }
            hear(input, outbox, answer, at: place)
        }
        try core.goOn(from: &state, &tail, process.disk)
        if place == 0 { tape.resume(after: core.played) }
        try core.begin(isResumed: true)
    }
}
