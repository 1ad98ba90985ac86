import Bus
import Cores
import Delivery
import Files
import Glibc
import Market
import Messages
import Sealing
import Stages
import Storage
import Telemetry

/// What a process of a free run has handled, in the order in which it did: each input is written before it
/// is handled, so before anything that follows from it is kept or leaves the process. With it stands a hash
/// of what the input before led to. A segment begins with the state before its first input. All of it is
/// plain memory: only the same build reads it.
package final class FreeJournal {
    /// Some ten thousand inputs, which a restart handles again in some hundredths of a second.
    package static let segmentBytes = 4 << 20
    package static let keepBytes = 32 << 20
    private let writer: JournalWriter
    /// The memory of the snapshots.
    private var snapshots = StateWriter()
    /// A second process with this journal would write between the lines of the first.
    private let lock: InstanceLock
    private var hasBegun = false
    private let mark: FreeMark
    private let saidHash: SaidHash
    /// Hash of what the newest input led to.
    private var said = ChainHash.seed
    /// What the process goes on from; `nil` where it begins anew.
    package private(set) var tail: FreeTail?

    /// Takes a journal up, for a process with this header. What can't be gone on from is told, and what is
    /// damaged is laid aside.
    package static func open(
        _ folder: String, _ instruments: InstrumentTable, _ header: Header, _ log: Log
    ) throws(HostError) -> FreeJournal {
        do {
            try FileBytes.makeFolder(String(folder[..<(folder.lastIndex(of: "/") ?? folder.endIndex)]))
            let lock = try InstanceLock(path: "\(folder).lock", for: folder)
            return try open(folder, instruments, header, log, lock)
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func open(
        _ folder: String, _ instruments: InstrumentTable, _ header: Header, _ log: Log, _ lock: InstanceLock
    ) throws -> FreeJournal {
        do {
            return try FreeJournal(folder, instruments, header, log, lock)
        } catch let error as JournalError where !StandStill.isOfDisk(error) {
            log.write(.error, "its input journal can't be read: \(error)")
            let aside = "\(folder).unread-\(header.epoch)"
            guard rename(folder, aside) == 0 else {
                throw HostError.failed("can't lay \(folder) aside: \(String(cString: strerror(errno)))")
            }
            return try FreeJournal(folder, instruments, header, log, lock)
        }
    }

    private init(
        _ folder: String, _ instruments: InstrumentTable, _ header: Header, _ log: Log, _ lock: InstanceLock
    ) throws {
        self.lock = lock
        let (writer, tail) = try JournalWriter.resume(
            folder: folder, segmentBytes: Self.segmentBytes, keepBytes: Self.keepBytes)
        self.writer = writer
        saidHash = SaidHash(instruments, header: header)
        var mark = FreeMark(header)
        let found = try tail.flatMap { try Self.read($0, mark, log) }
        if let found { mark.epoch = found.mark.epoch }
        self.mark = mark
        self.tail = found
        hasBegun = found != nil
    }

    /// The tail, where this build of this run wrote it.
    private static func read(_ tail: JournalTail, _ own: FreeMark, _ log: Log) throws -> FreeTail? {
        var reader = StateReader(tail.snapshot)
        let mark: FreeMark = try reader.read()
        if let why = mark.refusal(to: own) {
            log.write(.warning, why)
            return nil
        }
        guard mark.run == own.run else { return nil }
        return FreeTail(mark: mark, state: reader, inputs: tail)
    }

    /// What can't be gone on from is kept for whoever wants to know why; the next start begins anew.
    package func layAside() { _ = rename(writer.folder, "\(writer.folder).unread-\(mark.epoch)") }

    /// The state was taken over.
    package func forgetTail() { tail = nil }

    /// Begins with a state: from now on every input is written.
    package func begin(_ state: (inout StateWriter) -> Void) throws {
        try snapshot(state).withUnsafeBytes { try writer.beginSegment(snapshot: $0) }
        hasBegun = true
    }

    /// Whether the next input begins a segment, with the state before it.
    package var wantsSnapshot: Bool { hasBegun && writer.isSegmentFull }

    /// Writes an input that is about to be handled; nothing before `begin`.
    package func append(_ input: FreeInput, _ state: (inout StateWriter) -> Void) throws {
        guard hasBegun else { return }
        try withUnsafeBytes(of: FreeRecord(input, after: said)) { bytes in
            guard writer.isSegmentFull else { return try writer.append(bytes) }
            try snapshot(state).withUnsafeBytes { try writer.beginSegment(snapshot: $0, then: bytes) }
        }
    }

    /// Remembers what the newest input led to, for the next record.
    package func note(_ outbox: Outbox, answer: Message?) throws {
        said = try saidHash.hash(free: outbox, answer: answer)
    }

    /// Notes it of an input that is handled again; an error where it led to something else before, by what
    /// the next record says.
    package func noteAgain(_ outbox: Outbox, answer: Message?, next: FreeRecord?) throws {
        try note(outbox, answer: answer)
        guard let next, next.said != said else { return }
        throw HostError.failed(
            "what an input leads to now is not what it led to before (\(said.hex.prefix(16))…, journal "
                + "\(next.said.hex.prefix(16))…)")
    }

    private func snapshot(_ state: (inout StateWriter) -> Void) -> [UInt8] {
        snapshots.clear()
        snapshots.write(mark)
        state(&snapshots)
        return snapshots.bytes
    }
}
