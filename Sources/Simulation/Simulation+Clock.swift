import Market
import Messages
import Stages

/// Clocks that jump: a process that stood still finds that much time has passed; the feed tells an old time
/// again, or leaves hours out.
extension Simulation {
    /// Whether a process runs: it lives and does not stand still.
    func isUp(_ place: Int) -> Bool { processes[place].isAlive && processes[place].stalledUntil <= now }

    func stall(_ place: Int) {
        let process = processes[place]
        guard !isCalm, isUp(place) else { return }
        checker.counts.stalls += 1
        process.stalledUntil = now + chance.milliseconds(300...60_000)
        trace("\(process.rank.name) stands still")
        queue.add(.silent(place, start: process.starts), at: now + Self.silence)
        queue.add(.awake(place, start: process.starts), at: process.stalledUntil)
    }

    /// The others hear nothing of it any more.
    func miss(stalled place: Int, _ start: Int) {
        guard processes[place].starts == start, processes[place].stalledUntil > now else { return }
        for other in processes.indices where other != place { tell(other, of: place, .down) }
    }

    func awake(_ place: Int, _ start: Int) {
        guard processes[place].starts == start, isUp(place) else { return }
        greet(place)
        tellLastWords(of: place)
        if place == 0 { feed() }
    }

    /// What must wait until a process that stands still goes on.
    func standingStill(_ event: SimulatedEvent) -> Int64? {
        let place: Int
        switch event {
        case .frame(let to, _, _), .beat(_, let to), .repair(let to, _), .replayed(let to, _, _): place = to
        case .caughtUp(let to, _), .words(let to, _): place = to
        case .request(let ticket): place = self.place(of: calls[ticket].peer)
        case .reply(let ticket, _), .deadline(let ticket): place = calls[ticket].asker
        case .again: place = self.place(of: .executor)
        default: return nil
        }
        let until = processes[place].stalledUntil
        return processes[place].isAlive && until > now ? until : nil
    }

    /// The feed's clock.
    func jump() {
        if !isCalm, isUp(0), chance.happens(options.faults.clockBack) {
            let old = history[history.count - chance.pick(1...90)]
            step(0) { $0.feed(.kline(old), at: old.closeTime) }
        }
        if end - now > 10 * 60 * Self.minute, chance.happens(options.faults.clockAhead) {
            market.skip(minutes: chance.pick(60...240))
        }
    }
}
