import Hosting
import Market
import Messages
import Stages

/// Processes that die and come back.
extension Simulation {
    /// Wall time without a heartbeat after which the others count a process as gone.
    private static let patience = 3 * second

    func die(_ place: Int) {
        let process = processes[place]
        guard process.isAlive else { return }
        process.isAlive = false
        trace("\(process.rank.name) dies")
        checker.died(process)
        for index in process.lines.indices {
            process.lines[index].early.removeAll()
            process.lines[index].isBeingRepaired = false
        }
        let longest = chance.happens(0.5) ? 2_500 : 400_000
        queue.add(.missed(place, epoch: process.epoch), at: now + Self.patience)
        queue.add(.start(place), at: now + chance.milliseconds(200...longest))
    }

    /// The others notice that nothing is heard of a process any more.
    func miss(_ place: Int, _ epoch: UInt32) {
        guard !processes[place].isAlive, processes[place].epoch == epoch else { return }
        processes[place].isMissed = true
        tellLink(of: place, .down)
    }

    private func tellLink(of place: Int, _ state: LinkState) {
        let rank = processes[place].rank
        for other in processes.indices where other != place && processes[other].isAlive {
            step(other) { $0.link(rank, state) }
        }
    }

    /// A process starts: records, history, the present; then it hears the others, and they hear it.
    func start(_ place: Int) {
        let process = processes[place]
        guard !process.isAlive else { return }
        let isFirst = process.epoch == 0
        trace("\(process.rank.name) starts")
        process.start(settings, run: 1, bug: options.bug)
        if isFirst, let warm = WarmStart.state(of: process.rank) {
            try? process.restore(warm)
            for kline in history { _ = process.isNew(kline) }
        } else if process.rank != .feedHandler {
            warmUp(process)
        }
        let last = process.rank == .feedHandler ? .zero : process.lastCandle.max() ?? .zero
        step(place) { $0.join(at: last) }
        if !isFirst { catchUp(place) }
        for other in processes.indices where other != place && processes[other].isAlive && process.isAlive {
            step(place) { [rank = processes[other].rank] in $0.link(rank, .up) }
        }
        if process.isMissed || isFirst { tellLink(of: place, .up) }
        process.isMissed = false
        if process.rank == .feedHandler { feed() }
    }

    private func warmUp(_ process: SimulatedProcess) {
        let recent = history.suffix(WarmStart.historyLimit)
        for kline in recent where process.isNew(kline) {
            process.step { $0.deliver(.kline(kline), id: .none, at: kline.closeTime, isWarmUp: true) }
        }
        process.outbox.clear()
        process.tap.clear()
    }

    /// What a late joiner is told: the last word of each topic that describes a state. L1 also gets the
    /// signals and plans that were said while it was away.
    private func catchUp(_ place: Int) {
        let process = processes[place]
        for topic in said.indices where !said[topic].isEmpty {
            let kind = said[topic][0].message.kind
            guard process.hearing.contains(kind) else { continue }
            let heard = process.lines[topic].last
            process.lines[topic].last = said[topic].count
            let isMissed = process.rank == .l1Operational && (kind == .signal || kind == .executionPlan)
            if isMissed {
                for frame in said[topic][heard...] where process.isAlive { handle(frame, at: place) }
            } else if TopicCatalogue.remembered.contains(kind) {
                for frame in lastWords(topic) where process.isAlive { handle(frame, at: place) }
            }
        }
    }

    /// The last frame of a topic; of the weights of a pair's strategies the last of each.
    private func lastWords(_ topic: Int) -> [Frame] {
        var parts: [UInt8] = []
        var frames: [Frame] = []
        for frame in said[topic].reversed() {
            var part: UInt8 = 0
            if case .strategyUpdate(let update) = frame.message { part = update.strategy.rawValue }
            guard !parts.contains(part) else { continue }
            parts.append(part)
            frames.append(frame)
            if frame.message.kind != .strategyUpdate || parts.count == 8 { break }
        }
        return frames.reversed()
    }
}
