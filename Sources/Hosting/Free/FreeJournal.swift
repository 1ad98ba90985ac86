import Bus
import Glibc
import Stages
import Storage
import Telemetry

/// What a process of a free run has handled, in the order in which it did: each input is written before it
/// is handled, so before anything that follows from it is kept or leaves the process. A segment begins with
/// the state before its first input. All of it is plain memory: only the same build reads it.
final class FreeJournal {
    static let segmentBytes = 1 << 20
    static let keepBytes = 16 << 20
    /// Marks a snapshot of this layout.
    private static let layout: UInt64 = 0x4652_4545_0000_0001

    private let writer: JournalWriter
    /// A second process with this journal would write between the lines of the first.
    private let lock: InstanceLock
    private var hasBegun = false
    private let run: UInt32
    private let epoch: UInt32
    /// What the process goes on from; `nil` where it begins anew.
    private(set) var tail: FreeTail?

    /// Takes a journal up. What can't be gone on from is told, and what is damaged is laid aside.
    static func open(
        _ folder: String, _ environment: ProcessEnvironment, _ log: Log
    ) throws(HostError) -> FreeJournal {
        do {
            try FileBytes.makeFolder(String(folder[..<(folder.lastIndex(of: "/") ?? folder.endIndex)]))
            let lock = try InstanceLock(path: "\(folder).lock", for: folder)
            return try open(folder, environment, log, lock)
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func open(
        _ folder: String, _ environment: ProcessEnvironment, _ log: Log, _ lock: InstanceLock
    ) throws -> FreeJournal {
        do {
            return try FreeJournal(folder, environment, log, lock)
        } catch let error as JournalError {
            log.write(.warning, "its input journal can't be read: \(error)")
            let aside = "\(folder).unread-\(environment.epoch)"
            guard rename(folder, aside) == 0 else {
                throw HostError.failed("can't lay \(folder) aside: \(String(cString: strerror(errno)))")
            }
            return try FreeJournal(folder, environment, log, lock)
        }
    }

    private init(
        _ folder: String, _ environment: ProcessEnvironment, _ log: Log, _ lock: InstanceLock
    ) throws {
        self.lock = lock
        let (writer, tail) = try JournalWriter.resume(
            folder: folder, segmentBytes: Self.segmentBytes, keepBytes: Self.keepBytes)
        self.writer = writer
        run = environment.run
        let found = try tail.flatMap { try Self.read($0, run: environment.run, log) }
        self.tail = found
        epoch = found?.epoch ?? environment.epoch
        hasBegun = found != nil
    }

    /// The tail, where this build of this run wrote it.
    private static func read(_ tail: JournalTail, run: UInt32, _ log: Log) throws -> FreeTail? {
        var reader = StateReader(tail.snapshot)
        guard try reader.read(UInt64.self) == layout, try reader.read(UInt64.self) == BuildID.current else {
            log.write(.warning, "its state was saved by another build")
            return nil
        }
        guard try reader.read(UInt32.self) == run else { return nil }
        return FreeTail(epoch: try reader.read(), state: reader, inputs: tail)
    }

    /// What can't be gone on from is kept for whoever wants to know why; the next start begins anew.
    func layAside() { _ = rename(writer.folder, "\(writer.folder).unread-\(epoch)") }

    /// The state was taken over.
    func forgetTail() { tail = nil }

    /// Begins with a state: from now on every input is written.
    func begin(_ state: (inout StateWriter) -> Void) throws {
        try snapshot(state).withUnsafeBytes { try writer.beginSegment(snapshot: $0) }
        hasBegun = true
    }

    /// Writes an input that is about to be handled; nothing before `begin`.
    func append(_ input: FreeInput, _ state: (inout StateWriter) -> Void) throws {
        guard hasBegun else { return }
        try withUnsafeBytes(of: input) { bytes in
            guard writer.isSegmentFull else { return try writer.append(bytes) }
            try snapshot(state).withUnsafeBytes { try writer.beginSegment(snapshot: $0, then: bytes) }
        }
    }

    private func snapshot(_ state: (inout StateWriter) -> Void) -> [UInt8] {
        var bytes = StateWriter()
        bytes.write(Self.layout)
        bytes.write(BuildID.current)
        bytes.write(run)
        bytes.write(epoch)
        state(&bytes)
        return bytes.bytes
    }
}
