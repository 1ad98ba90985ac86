import Bus
import Cores
import Delivery
import Files
import Glibc
import Journals
import Market
import Messages
import Stages
import Storage

/// A process in lockstep goes on exactly where it was killed: the newest snapshot of its journal, and
/// every round since then handled again.
extension LockstepHost {
    /// Takes the journal up: answers whether there was something to go on from.
    package func resume(_ folder: String) throws -> Bool {
        try FileBytes.makeFolder(String(folder[..<(folder.lastIndex(of: "/") ?? folder.endIndex)]))
        journalLock = try InstanceLock(path: "\(folder).lock", for: folder)
        let (writer, tail) = try JournalWriter.resume(
            folder: folder, segmentBytes: InputJournal.segmentBytes, keepBytes: InputJournal.keepBytes)
        journal = InputJournal(writer, settings.instruments)
        if let tail, try restore(tail) { return true }
        core.engine.recover(recovered)
        try warmUp()
        try still.keep { try journal?.begin(snapshot()) }
        return false
    }

    /// Gives the stages what the data holds before its first event: the feed handler has it, the others ask
    /// for it. All wait for each other's first word, so that nothing is played before.
    private func warmUp() throws {
        var past = feed?.past ?? []
        let before = feed?.nextTime ?? .zero
        for line in WarmUpLines.lines(past, settings, before: before) { log.write(.info, line) }
        if feed == nil { past = try askForHistory() }
        for kline in past { core.engine.warmUp(kline) }
    }

    private func askForHistory() throws -> [Kline] {
        let reader = try HistoryReader(endpoints, context, settings.instruments)
        let deadline = MonotonicClock.deadline(milliseconds: 60_000)
        while !reader.isDone {
            try reader.progress(now: MonotonicClock.now())
            if let failure = reader.failure {
                throw HostError.failed("the feed handler's history can't be read: \(failure)")
            }
            guard MonotonicClock.now() < deadline else {
                throw HostError.failed("the feed handler gave no history to warm up from within a minute")
            }
            usleep(2_000)
        }
        return reader.candles
    }

    /// False where the journal is of an earlier run.
    private func restore(_ tail: JournalTail) throws -> Bool {
        var reader = StateReader(tail.snapshot)
        guard try core.restore(from: &reader, run: header.run) else { return false }
        let told: [UInt8] = try reader.readArray()
        done = try told.withUnsafeBytes { try LockstepCodec().decodeDone($0) }
        try publisher.restore(from: &reader)
        publisher.isSilent = true
        core.outbox.isSilent = true
        let records = InputRecords(settings.instruments)
        while let bytes = try tail.next() {
            let record = try records.read(bytes)
            let (outcome, said) = try core.playAgain(record)
            guard said == record.said else {
                throw HostError.failed(
                    "\(member.name) says something else than before when it handles step "
                        + "\(record.go.place.step), round \(record.go.place.round) again: its build or its "
                        + "settings are not those of the run")
            }
            done.place = record.go.place
            done.hasMore = outcome.hasMore
            try send()
        }
        publisher.isSilent = false
        core.outbox.isSilent = false
        try feed?.skip(to: core.played)
        done.upcoming = feed?.nextTime
        log.write(
            .info,
            "goes on after step \(core.engine.step) at \(core.engine.time), "
                + "\(tail.entryCount) rounds made again"
        )
        return true
    }

    /// The state before the next round, and what the last one said.
    func snapshot() -> [UInt8] {
        var writer = StateWriter()
        core.save(into: &writer, run: header.run)
        let codec = LockstepCodec()
        writer.write(Array(codec.encode(done)))
        publisher.save(into: &writer)
        return writer.bytes
    }
}
