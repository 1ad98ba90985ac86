import Market
import Messages
import Stages
import Storage

/// A process of a free run goes on exactly where it was killed: the newest snapshot of its journal, and
/// every input since then handled again. Its topics count on; what it said lies in its rings again for
/// those who missed it.
extension ProcessHost {
    /// Takes a journal up before the process runs; where there is nothing to go on from, it begins anew.
    func resume(_ journal: FreeJournal) throws(HostError) {
        self.journal = journal
        guard var tail = journal.tail else {
            records?.beginAnew()
            return
        }
        do {
            try restore(&tail)
        } catch {
            journal.layAside()
            throw .failed("its saved state can't be taken back, and is laid aside: \(error)")
        }
        journal.forgetTail()
        isResumed = true
        log.write(
            .info, "goes on exactly after step \(engine.step) at \(engine.time), "
                + "\(tail.inputs.entryCount) inputs handled again")
    }

    private func restore(_ tail: inout FreeTail) throws {
        publisher.isSilent = true
        outbox.isSilent = true
        try read(&tail.state)
        records?.finished = engine.step
        var upcoming = try tail.next()
        while let input = upcoming?.input {
            let answer = engine.handle(input, as: member.rank)
            note(input)
            if case .message(let message, let header) = input { receiver.handled(message, header) }
            upcoming = try tail.next()
            try journal?.noteAgain(outbox, answer: answer, next: upcoming)
            try send()
        }
        publisher.isSilent = false
        outbox.isSilent = false
        if let records, records.stored > engine.step {
            throw HostError.failed(
                "the records go to step \(records.stored), the journal to \(engine.step): its end is missing")
        }
        try feed?.resume(after: played, hasEnded: hasEnded)
    }

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

    /// Asks again what was asked before the restart: the same request gets the stored answer.
    func askAgain() throws(HostError) {
        for asking in pending { try ask(asking) }
        try endWithData()
    }

    /// What the host itself remembers of an input.
    func note(_ input: FreeInput) {
        switch input {
        case .message(.kline(let kline), _), .warmUp(let kline): note(kline)
        case .message(.clock(let clock), _): if clock.ended { endHeard = clock.time }
        case .answer(.answered(let id, _), let slot), .answer(.unanswered(let id, _), let slot):
            if let index = pending.firstIndex(where: { $0.id == id && $0.slot == slot }) {
                pending.remove(at: index)
            }
        case .link(let rank, let state): liveness.restore(rank, state)
        case .feed: played += 1
        case .end: hasEnded = true
        case .join, .message, .answer, .request: break
        }
    }

    private func note(_ kline: Kline) {
        guard kline.symbol.int < lastCandle.count else { return }
        lastCandle[kline.symbol.int] = max(lastCandle[kline.symbol.int], kline.closeTime)
    }

    // MARK: - Snapshots

    /// Everything that the next input depends on, as it lies in memory.
    func save(into writer: inout StateWriter) {
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

    private func read(_ reader: inout StateReader) throws {
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
