import Cores
import Delivery
import Engine
import Market
import Messages
import Stages
import Telemetry

/// What a process does with what comes in, what it wants out, and what can go wrong over it.
extension Simulation {
    /// What the clocks of all processes show.
    var clock: HostClock { HostClock(monotonic: now, wall: now + ahead) }

    /// Lets a process's core take something, do what is due, and carries out what it wants. False where it
    /// is not there, or died over it. What is due may wait a moment, so that frames that come together share
    /// it, as they do in a real process.
    @discardableResult
    func turn(_ place: Int, isTick: Bool = true, _ body: (ProcessCore) throws -> Void) -> Bool {
        let process = processes[place]
        guard process.isAlive, let core = process.core else { return false }
        core.time.now = clock
        do {
            try body(core)
            while try core.handleNext() {}
            if isTick { try core.tick() }
        } catch {
            if process.isAlive { checker.fail("\(process.rank.name) can't go on: \(error)") }
        }
        carryOut(core, at: place)
        guard process.isAlive else { return false }
        if core.framesLost > process.lost {
            process.lost = core.framesLost
            checker.lost(by: process, isExcused: now - lastAway < Self.excuse || isAnyoneAway)
        }
        wake(place, at: isTick ? core.due : min(core.due, now + 3 * Self.millisecond))
        return true
    }

    /// What the core wants outside; of one that died in its step only the first words leave. Those of a
    /// journal that is kept are made again, and lie in its rings.
    private func carryOut(_ core: ProcessCore, at place: Int) {
        let (process, effects) = (processes[place], core.effects)
        for (number, effect) in effects.list.enumerated() {
            let isOut = process.wordsLeft.map { number < $0 } ?? true
            switch effect {
            case .publish(let topic, let payload):
                guard isOut || process.isJournalKept else { continue }
                effects.withBytes(topic, payload) { publish($0, $1, from: place, isSilent: !isOut) }
            case .ask(let line, let ticket, let topic, let payload, let answerBy):
                guard isOut else { continue }
                effects.withBytes(topic, payload) {
                    ask(
                        .frames(line, ticket: ticket, topic: Array($0), payload: Array($1)), from: place,
                        until: answerBy)
                }
            case .askVenue(let id, let message):
                if isOut { ask(.venue(id, message), from: place, until: now + Self.venueAnswer) }
            case .answer(let request, let topic, let payload):
                guard isOut else { continue }
                effects.withBytes(topic, payload) { answer(request, Array($0), Array($1)) }
            }
        }
        effects.clear()
        process.wordsLeft = nil
    }

    private func wake(_ place: Int, at due: Int64) {
        let process = processes[place]
        let time = max(due, now + 1)
        guard time < process.tickAt else { return }
        process.tickAt = time
        queue.add(.tick(place, start: process.starts), at: time)
    }

    /// Something is due at a process.
    func tick(_ place: Int, _ start: Int) {
        let process = processes[place]
        guard process.starts == start, process.tickAt <= now else { return }
        process.tickAt = .max
        turn(place) { _ in }
    }

    // MARK: - Steps

    /// A process is about to handle an input, which is in its journal. It may die right there.
    func willHandle(_ input: FreeInput, at place: Int) throws(HostError) {
        let process = processes[place]
        process.wordsBefore = process.core?.effects.list.count ?? 0
        process.tap.clear()
        if process.rank == .executor || process.rank == .riskManager {
            process.disk.failsNext = !isCalm && chance.happens(options.faults.diskFails / 20)
        }
        if !isCalm, chance.happens(options.faults.deathInStep / 10) {
            die(place)
            process.wordsLeft = process.wordsBefore
            throw Self.killed
        }
        switch input {
        case .message(let message, _): checker.handled(message, by: process)
        case .warmUp(let kline): checker.handled(.kline(kline), by: process)
        case .answer(let answer, _): checker.settled(answer, by: process)
        default: break
        }
    }

    /// A process has handled an input: its records are durable, unless they could not be kept, and its words
    /// are about to leave.
    func didHandle(
        _ input: FreeInput, _ outbox: Outbox, _ answer: Message?, at place: Int
    ) throws(HostError) {
        let process = processes[place]
        if process.disk.hasFailed {
            checker.counts.diskFailures += 1
            die(place)
            process.wordsLeft = process.wordsBefore
            // With a journal it is handled again, and what it led to is kept then.
            throw Self.killed
        }
        hear(input, outbox, answer, at: place)
        process.journal.isHeard(outbox, answer)
        sayLater(process.tap.venueEvents)
        let words = outbox.frames.count + outbox.askings.count
        if words > 0, !isCalm, chance.happens(options.faults.deathInStep) {
            die(place)
            process.wordsLeft = chance.pick(0...(process.core?.effects.list.count ?? 0))
            if process.isJournalKept, case .request(_, let message) = input { checker.unanswered(message) }
            throw Self.killed
        }
        if let answer { answered(input, answer, by: process) }
    }

    private static let killed = HostError.failed("it was killed")

    /// Has what a step led to checked.
    func hear(_ input: FreeInput, _ outbox: Outbox, _ answer: Message?, at place: Int) {
        let process = processes[place]
        if options.trace != nil { trace(process, input, outbox, answer) }
        checker.hear(process.tap.venueEvents, from: process)
        for frame in outbox.frames { checker.hear(frame, from: process) }
        for asking in outbox.askings { checker.hear(asking, from: process) }
        checker.endStep(of: process)
    }

    private func answered(_ input: FreeInput, _ answer: Message, by process: SimulatedProcess) {
        switch input {
        case .request(let id, let message):
            checker.answered(id, message, answer, by: process.rank, process)
        case .askedVenue(let id, let message): checker.answered(id, message, answer, by: .venue, process)
        default: break
        }
    }

    /// The venue says some of its events again; what it says of its books is no event.
    private func sayLater(_ events: [VenueEvent]) {
        for event in events where !isCalm && event.kind != .protected && event.kind != .open {
            guard chance.happens(options.faults.eventAgain) else { continue }
            repeated.append(event)
            queue.add(.again(repeated.count - 1), at: now + chance.milliseconds(1...90_000))
        }
    }
}
