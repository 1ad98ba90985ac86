import Engine
import Market
import Messages
import Stages

/// What a process does with one input, and what can go wrong in it.
extension Simulation {
    /// Runs a step of a process, has it checked, and lets its words out, unless it dies over them. Answers
    /// what came of it; `nil` where it died.
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
        let words = process.outbox.frames.count + process.outbox.askings.count
        var isDead = false
        if process.disk.hasFailed {
            checker.counts.diskFailures += 1
            die(place)
            // With a journal the input is handled again, and what it led to is kept then.
            guard process.isJournalKept else { return nil }
            process.disk.keepAfterAll()
            isDead = true
        }
        check(process)
        sayLater(process.tap.venueEvents)
        if words > 0, !isDead, !isCalm, chance.happens(faults.deathInStep) {
            die(place)
            isDead = true
            send(place, limit: chance.pick(0...words))
        } else {
            send(place, limit: isDead ? 0 : words)
        }
        return isDead ? nil : answer
    }

    private func check(_ process: SimulatedProcess) {
        if options.trace != nil { trace(process) }
        checker.hear(process.tap.venueEvents, from: process)
        for frame in process.outbox.frames { checker.hear(frame, from: process) }
        for asking in process.outbox.askings { checker.hear(asking, from: process) }
        checker.endStep(of: process)
    }

    /// The venue says some of its events again.
    private func sayLater(_ events: [VenueEvent]) {
        for event in events where !isCalm && event.kind != .protected {
            guard chance.happens(options.faults.eventAgain) else { continue }
            repeated.append(event)
            queue.add(.again(repeated.count - 1), at: now + chance.milliseconds(1...90_000))
        }
    }

    /// Lets words out up to a limit. The rest dies with the process; one whose journal is kept makes it again
    /// when it goes on: it lies in its rings then, and its requests are asked.
    private func send(_ place: Int, limit: Int) {
        let process = processes[place]
        var left = limit
        for frame in process.outbox.frames {
            guard left > 0 || process.isJournalKept else { return }
            publish(frame, from: place, isSilent: left <= 0)
            left -= 1
        }
        for asking in process.outbox.askings {
            if left > 0 {
                ask(asking, from: place)
            } else if process.isJournalKept {
                process.pending.append(asking)
            }
            left -= 1
        }
    }
}
