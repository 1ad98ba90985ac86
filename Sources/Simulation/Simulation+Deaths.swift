import Delivery
import Market
import Messages
import Stages

/// Processes that die and come back.
extension Simulation {
    /// Wall time without a heartbeat after which the others count a process as gone.
    static let silence = 3 * second

    func die(_ place: Int) {
        let process = processes[place]
        guard process.isAlive else { return }
        process.isAlive = false
        process.isJournalKept = chance.happens(0.6)
        trace("\(process.rank.name) dies")
        checker.died(process)
        let longest = chance.happens(0.5) ? 2_500 : 400_000
        queue.add(.missed(place, start: process.starts), at: now + Self.silence)
        queue.add(.start(place), at: now + chance.milliseconds(200...longest))
    }

    /// The others notice that nothing is heard of a process any more.
    func miss(_ place: Int, _ start: Int) {
        guard !processes[place].isAlive, processes[place].starts == start else { return }
        for other in processes.indices where other != place { tell(other, of: place, .down) }
    }

    /// Tells a process that another is gone or back, where that is news.
    func tell(_ other: Int, of place: Int, _ state: LinkState) {
        guard isUp(other), processes[other].links[place] != state else { return }
        processes[other].links[place] = state
        step(other) { [rank = processes[place].rank] in $0.link(rank, state) }
    }

    /// A process starts, with its journal or without; then it hears the others, and they hear it.
    func start(_ place: Int) {
        let process = processes[place]
        guard !process.isAlive else { return }
        let isExact = process.starts > 0 && process.isJournalKept
        trace("\(process.rank.name) \(isExact ? "goes on" : "starts")")
        openGate(at: place)
        if isExact { goOn(place) } else { startAnew(place) }
        greet(place)
        tellLastWords(to: place)
        tellLastWords(of: place)
        if process.rank == .feedHandler { feed() }
    }

    /// Who joins is told the states of each topic by those that are up.
    private func tellLastWords(to place: Int) {
        for index in said.indices where said[index].map({ isUp($0.publisher) }) == true {
            tellLastWords(index, to: place)
        }
    }

    /// Who comes back tells the others its states: whoever joined meanwhile has not been told them yet.
    func tellLastWords(of place: Int) {
        for index in said.indices where said[index]?.publisher == place {
            for other in processes.indices where other != place && isUp(other) {
                tellLastWords(index, to: other)
            }
        }
    }

    private func tellLastWords(_ index: Int, to place: Int) {
        guard said[index]?.lastWords.isEmpty == false,
            processes[place].hearing.contains(TopicCatalogue.entries[index / width].kind)
        else { return }
        queue.add(.words(to: place, topic: index), at: now + chance.milliseconds(1...100))
    }

    /// A process hears the others, and they hear it.
    func greet(_ place: Int) {
        for other in processes.indices where other != place && isUp(other) {
            tell(place, of: other, .up)
            tell(other, of: place, .up)
            beat(from: place, to: other)
            beat(from: other, to: place)
        }
        for other in processes.indices where !isUp(other) && processes[place].links[other] == .up {
            let start = processes[other].starts
            let event = processes[other].isAlive
                ? SimulatedEvent.silent(other, start: start) : .missed(other, start: start)
            queue.add(event, at: now + Self.silence)
        }
    }

    // MARK: - Without a journal

    /// Records, history, the present: what it said before is gone, and its topics count from the start.
    private func startAnew(_ place: Int) {
        let process = processes[place]
        let isFirst = process.starts == 0
        process.start(settings, run: runNumber, bug: options.bug)
        for index in said.indices where said[index]?.publisher == place { said[index]?.forget() }
        checker.startedAnew(process)
        if isFirst, let warm = WarmStart.state(of: process.rank) {
            try? process.restore(warm)
            for kline in history { _ = process.isNew(kline) }
        } else if process.rank != .feedHandler {
            warmUp(process)
        }
        let last = process.rank == .feedHandler ? .zero : process.lastCandle.max() ?? .zero
        step(place) { $0.join(at: last) }
    }

    private func warmUp(_ process: SimulatedProcess) {
        let recent = history.suffix(WarmStart.historyLimit)
        for kline in recent where process.isNew(kline) {
            process.step { $0.deliver(.kline(kline), id: .none, at: kline.closeTime, isWarmUp: true) }
        }
        process.outbox.clear()
        process.tap.clear()
    }

    // MARK: - With its journal

    /// Every input was handled again: its state is what it was, and what it had not said lies in its rings.
    /// What was said meanwhile is fetched before anything is handled.
    private func goOn(_ place: Int) {
        let process = processes[place]
        process.goOn(settings)
        checker.counts.exactStarts += 1
        guard process.rank != .feedHandler else { return askAgain(place) }
        let entries = TopicCatalogue.entries.filter { process.hearing.contains($0.kind) }
        let heard = processes.filter { other in entries.contains { $0.publisher == other.rank } }
        process.catchUp = CatchUp(heard.map(\.name), now: now)
        queue.add(.caughtUp(place, start: process.starts), at: now + 300 * Self.millisecond)
    }

    /// Handles what was said meanwhile in the order of event time, once it is here.
    func catchUp(_ place: Int, _ start: Int) {
        let process = processes[place]
        guard process.isAlive, process.starts == start, let catchUp = process.catchUp else { return }
        guard catchUp.isOver(process.receiver, now: now) else {
            return queue.add(.caughtUp(place, start: start), at: now + 20 * Self.millisecond)
        }
        process.catchUp = nil
        for ready in catchUp.inOrder where process.isAlive { handle(ready, at: place) }
        if process.isAlive { askAgain(place) }
    }

    /// Asks again what has no answer: the same request gets the stored answer.
    private func askAgain(_ place: Int) {
        let askings = processes[place].pending
        processes[place].pending.removeAll()
        for asking in askings { ask(asking, from: place) }
    }
}
