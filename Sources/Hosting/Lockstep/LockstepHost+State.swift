import Market
import Messages
import Stages
import Storage
import Wire

/// A process in lockstep goes on exactly where it was killed: the newest snapshot of its journal, and
/// every round since then handled again.
extension LockstepHost {
    /// Marks a snapshot of this layout.
    private static let layout: UInt64 = 1

    /// Takes the journal up: answers whether there was something to go on from.
    func resume(_ folder: String) throws -> Bool {
        let (writer, tail) = try JournalWriter.resume(
            folder: folder, segmentBytes: InputJournal.segmentBytes, keepBytes: InputJournal.keepBytes)
        journal = InputJournal(writer, settings.instruments)
        if let tail, try restore(tail) { return true }
        engine.recover(recovered)
        try journal?.begin(snapshot())
        return false
    }

    /// False where the journal is of an earlier run.
    private func restore(_ tail: JournalTail) throws -> Bool {
        var reader = StateReader(tail.snapshot)
        guard try reader.read(UInt64.self) == Self.layout, try reader.read(UInt64.self) == BuildID.current
        else {
            throw HostError.failed(
                "the state of \(member.name) was saved by another build, and lockstep goes on from exact "
                    + "state only: start the run anew")
        }
        guard try reader.read(UInt32.self) == header.run else { return false }
        try read(&reader)
        publisher.isSilent = true
        outbox.isSilent = true
        let decoder = FrameDecoder(settings.instruments)
        let codec = LockstepCodec()
        while let bytes = try tail.next() {
            try handleAgain(InputRecord(bytes, codec, decoder, settings.instruments))
        }
        publisher.isSilent = false
        outbox.isSilent = false
        try feed?.skip(to: played)
        done?.upcoming = feed?.nextTime
        log.write(
            .info, "goes on after step \(engine.step) at \(engine.time), \(tail.entryCount) rounds made again"
        )
        return true
    }

    private func handleAgain(_ record: InputRecord) throws {
        for frame in record.frames {
            let refusal = frame.topic.withUnsafeBytes { topic in
                frame.payload.withUnsafeBytes { inbox.take(topic: topic, payload: $0) }
            }
            if let refusal { throw HostError.failed("the journal holds what can't be read: \(refusal)") }
        }
        if record.feed != nil { played += 1 }
        _ = try play(record.go, inbox.takeOut(record.go.place), record.feed)
        try send()
    }

    // MARK: - Snapshots

    /// Everything that the next round depends on, as it lies in memory.
    func snapshot() -> [UInt8] {
        var writer = StateWriter()
        writer.write(Self.layout)
        writer.write(BuildID.current)
        writer.write(header.run)
        writer.write(played)
        writer.write(asked)
        writer.write(done.map { LockstepCodec().encode($0) } ?? [])
        inbox.save(into: &writer)
        publisher.save(into: &writer)
        engine.save(into: &writer)
        return writer.bytes
    }

    private func read(_ reader: inout StateReader) throws {
        played = try reader.read()
        asked = try reader.readArray()
        let told: [UInt8] = try reader.readArray()
        done = told.isEmpty ? nil : try told.withUnsafeBytes { try LockstepCodec().decodeDone($0) }
        try inbox.restore(from: &reader)
        try publisher.restore(from: &reader)
        try engine.restore(from: &reader)
    }
}
