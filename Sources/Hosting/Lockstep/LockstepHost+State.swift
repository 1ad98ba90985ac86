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
    func resume(_ folder: String) throws -> Bool {
        try FileBytes.makeFolder(String(folder[..<(folder.lastIndex(of: "/") ?? folder.endIndex)]))
        journalLock = try InstanceLock(path: "\(folder).lock", for: folder)
        let (writer, tail) = try JournalWriter.resume(
            folder: folder, segmentBytes: InputJournal.segmentBytes, keepBytes: InputJournal.keepBytes)
        journal = InputJournal(writer, settings.instruments)
        if let tail, try restore(tail) { return true }
        core.engine.recover(recovered)
        try beginWarmUp()
        return false
    }

    /// Gives the stages what the data holds before its first event: the feed handler has it, the others ask
    /// for it. All wait for each other's first word, so that nothing is played before.
    private func beginWarmUp() throws {
        guard let feed else {
            let reader = try HistoryReader(endpoints, context, settings.instruments, reactor)
            try reader.progress(now: MonotonicClock.now())
            warming = reader
            warmingEnds = MonotonicClock.deadline(milliseconds: 60_000)
            return
        }
        for line in WarmUpLines.lines(feed.past, settings, before: feed.nextTime ?? .zero) {
            log.write(.info, line)
        }
        try warmUp(from: feed.past)
    }

    /// Takes what has come of the history; true once it is whole, and the conductor knows.
    func warmUpFurther() throws -> Bool {
        guard let warming else { return true }
        try warming.progress(now: MonotonicClock.now())
        if let failure = warming.failure {
            throw HostError.failed("the feed handler's history can't be read: \(failure)")
        }
        guard warming.isDone else {
            guard MonotonicClock.now() < warmingEnds else {
                throw HostError.failed("the feed handler gave no history to warm up from within a minute")
            }
            return false
        }
        try warmUp(from: warming.candles)
        warming.forget()
        self.warming = nil
        try greet()
        return true
    }

    private func warmUp(from past: [Kline]) throws {
        for kline in past { core.engine.warmUp(kline) }
        try still.keep { try journal?.begin(snapshot()) }
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
