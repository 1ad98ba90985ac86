import Configuration
import Market
import Messages

/// A person who stops all, edits safe list and settings, and starts anew with the state that was kept.
extension Simulation {
    func beginNewRun() {
        guard !isCalm else { return }
        checker.counts.newRuns += 1
        // What was on its way was of the run before: nobody takes it any more.
        queue.keep(where: \.outlivesRun)
        packets.clear()
        for process in processes where process.isAlive {
            process.isAlive = false
            trace("\(process.rank.name) is stopped")
        }
        for process in processes {
            process.isJournalKept = false
            process.disk.beginRun()
        }
        runNumber += 1
        forger.begin(run: runNumber)
        edit()
        checker.settings = settings
        for place in processes.indices {
            queue.add(.start(place), at: now + chance.milliseconds(500...60_000))
        }
    }

    /// Pairs are switched off and on; limits, order size and leverage change. No limit is lowered so far that
    /// what is held would be beyond it at once.
    private func edit() {
        settings.limits.maxTotalExposure = 0.22 + 0.12 * chance.fraction()
        settings.limits.maxOrder = Money(chance.pick(500...1500))
        for place in settings.symbols.indices {
            settings.symbols[place].exitsOnly = chance.happens(0.3)
            settings.symbols[place].leverage = chance.pick(1...3)
        }
    }
}

extension SimulatedEvent {
    /// Whether it comes about in whatever run: the market, a person, what goes wrong.
    fileprivate var outlivesRun: Bool {
        switch self {
        case .minute, .over, .person, .resume, .forger, .death, .stall, .newRun: true
        case .frame, .joined, .nudge, .tick, .request, .reply, .neverSent, .deadline, .start, .awake, .again:
            false
        }
    }
}
