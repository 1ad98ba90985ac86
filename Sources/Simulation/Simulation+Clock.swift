import Market
import Messages
import Stages

/// Clocks that jump: a process that stood still finds that much time has passed; the feed tells an old time
/// again, or leaves hours out.
extension Simulation {
    /// Whether a process runs: it lives and does not stand still.
    func isUp(_ place: Int) -> Bool { processes[place].isAlive && processes[place].stalledUntil <= now }

    /// Whether one of them doesn't.
    var isAnyoneAway: Bool { processes.indices.contains { !isUp($0) } }

    func stall(_ place: Int) {
        let process = processes[place]
        guard !isCalm, isUp(place) else { return }
        checker.counts.stalls += 1
        if place == 0 { feedLastUp = now }
        // Some are too short to be missed, some long enough.
        process.stalledUntil = now + chance.milliseconds(300...(chance.happens(0.5) ? 60_000 : 900_000))
        trace("\(process.rank.name) stands still")
        queue.add(.awake(place, start: process.starts), at: process.stalledUntil)
    }

    func awake(_ place: Int, _ start: Int) {
        guard processes[place].starts == start, isUp(place) else { return }
        (lastAway, processes[place].upSince) = (now, now)
        if place == 0 { feed() }
    }

    /// What must wait until a process that stands still goes on: first what came, then what is due.
    func standingStill(_ event: SimulatedEvent) -> Int64? {
        let place: Int
        var isDue = false
        switch event {
        case .frame(let to, _, _), .joined(let to, _, _): place = to
        case .tick(let to, _), .nudge(let to, _): (place, isDue) = (to, true)
        case .request(let number): place = calls[number].target
        case .reply(let number, _), .neverSent(let number): place = calls[number].asker
        case .deadline(let number): (place, isDue) = (calls[number].asker, true)
        case .again: place = self.place(of: .executor)
        default: return nil
        }
        let until = processes[place].stalledUntil
        return processes[place].isAlive && until > now ? until + (isDue ? 1 : 0) : nil
    }

    /// The feed's clock.
    func jump() {
        if !isCalm, isUp(0), chance.happens(options.faults.clockBack) {
            tape.tell([tape.klines[tape.klines.count - chance.pick(1...90)]])
        }
        if left > 10 * 60 * Self.minute, chance.happens(options.faults.clockAhead) {
            market.skip(minutes: chance.pick(60...240))
        }
    }
}
