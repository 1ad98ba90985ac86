import Engine
import Market
import Messages
import Stages

/// What a process of a free run is, as bytes: it goes on exactly where it was killed from the newest snapshot
/// of its journal, and every input since then handled again. Its topics count on; what it said lies in its
/// rings again for those who missed it.
extension ProcessCore {
    /// Goes on from a saved state and the inputs since then: the process is what it was, and what it had not
    /// said lies in its rings. Its records must not know more than its inputs do.
    package func goOn(
        from state: inout StateReader, _ tail: inout some InputTail, _ records: (any MarkedRecords)?
    ) throws {
        try beginAgain(&state)
        records?.marks.finished = engine.step
        while let input = try tail.next() {
            let answer = handleAgain(input)
            try tail.check(outbox, answer: answer)
            try sayAgain()
        }
        endAgain()
        if let stored = records?.marks.stored, stored > engine.step {
            throw HostError.failed(
                "the records go to step \(stored), the journal to \(engine.step): its end is missing")
        }
        try feed?.resume(after: played, hasEnded: hasEnded)
    }

    /// From now on inputs are handled again that were handled before: nothing of what follows leaves.
    private func beginAgain(_ state: inout StateReader) throws(StateError) {
        publisher.isSilent = true
        outbox.isSilent = true
        try read(&state)
    }

    /// Handles one of them; what it says lies in the outbox until `sayAgain`.
    private func handleAgain(_ input: FreeInput) -> Message? {
        let answer = engine.handle(input, as: member.rank)
        note(input)
        if case .message(let message, let header) = input { receiver.handled(message, header) }
        return answer
    }

    /// Sends what a step that is handled again said, into the rings alone.
    package func sayAgain() throws(HostError) {
        try say()
        outbox.clear()
    }

    /// All were handled.
    private func endAgain() {
        publisher.isSilent = false
        outbox.isSilent = false
    }

    /// Says that a moment was handled here.
    package func say(progress time: Timestamp) throws(HostError) {
        var beat = heartbeat()
        beat.handled = time
        try publisher.publish(.progress(beat), id: .none, causes: Causes(), time: engine.time)
    }

    /// How late it is at least, where no candle tells.
    var latest: Timestamp { max(heardTime, keptUntil) }

    /// Frames of others that nobody could give again.
    package var framesLost: UInt64 { receiver.lost }

    /// Says the newest fills again before the accounts that follow from them: the process may have died
    /// between keeping one and saying it. Whoever had them knows them by their numbers.
    func sayLastFills(at time: Timestamp) throws(HostError) {
        for fill in lastFills {
            engine.idCounter += 1
            let id = EventID(
                rank: Int(member.rank.rawValue), instance: member.instance, epoch: header.epoch,
                counter: engine.idCounter)
            try publisher.publish(.fill(fill), id: id, causes: Causes(), time: time)
        }
        lastFills = []
    }

    /// What the process itself remembers of an input, beside its stages.
    package func note(_ input: FreeInput) {
        switch input {
        case .message(.kline(let kline), _), .warmUp(let kline): note(kline)
        case .message(.clock(let clock), _): if clock.ended { endHeard = clock.time }
        case .answer(.answered(let id, _), let slot), .answer(.unanswered(let id, _), let slot):
            if let index = pending.firstIndex(where: { $0.id == id && $0.slot == slot }) {
                pending.remove(at: index)
            }
        case .link(let rank, let state): liveness.restore(rank, state)
        case .feed(.clock, _): break
        case .feed(.kline(let kline), _):
            note(kline)
            played += 1
        case .feed: played += 1
        case .end: hasEnded = true
        case .join, .message, .answer, .request, .venue, .askedVenue, .tick: break
        }
    }

    private func note(_ kline: Kline) {
        guard kline.symbol.int < lastCandle.count else { return }
        lastCandle[kline.symbol.int] = max(lastCandle[kline.symbol.int], kline.closeTime)
    }

    // MARK: - Snapshots

    /// Everything that the next input depends on, as it lies in memory.
    package func save(into writer: inout StateWriter) {
        // What an audit needs stands first.
        writer.write(engine.idCounter)
        engine.save(into: &writer)
        writer.write(played)
        writer.write(hasEnded)
        writer.write(endHeard ?? .never)
        writer.write(lastCandle)
        writer.write(pending)
        writer.write(liveness.states.map { $0.map { $0.rawValue } ?? .max })
        receiver.save(into: &writer)
        publisher.save(into: &writer)
        publisher.saveRings(into: &writer)
    }

    private func read(_ reader: inout StateReader) throws(StateError) {
        engine.idCounter = try reader.read()
        try engine.restore(from: &reader)
        played = try reader.read()
        hasEnded = try reader.read()
        let end: Timestamp = try reader.read()
        endHeard = end == .never ? nil : end
        lastCandle = try reader.readArray(count: lastCandle.count)
        pending = try reader.readArray()
        let states: [UInt8] = try reader.readArray()
        for (rank, state) in zip(ProcessRank.allCases, states) {
            if let state = LinkState(rawValue: state) { liveness.restore(rank, state) }
        }
        try receiver.restore(from: &reader)
        try publisher.restore(from: &reader)
        try publisher.restoreRings(from: &reader)
    }
}
