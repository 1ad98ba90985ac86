import Messages
import Stages
import Telemetry

extension LockstepCore {
    /// Marks a snapshot of this layout.
    private static let layout: UInt64 = 3

    /// Everything that the next round depends on, as it lies in memory.
    package func save(into writer: inout StateWriter, run: UInt32) {
        writer.write(Self.layout)
        writer.write(BuildID.current)
        writer.write(run)
        writer.write(played)
        writer.write(asked)
        inbox.save(into: &writer)
        engine.save(into: &writer)
    }

    /// Takes a snapshot's state over; false, and nothing taken, where it is of another run than `run`,
    /// whatever program wrote it. One of this run by another build is an error: only the same build reads it.
    package func restore(from reader: inout StateReader, run: UInt32) throws -> Bool {
        let head = try Self.head(of: &reader)
        guard head.run == run else { return false }
        try Self.check(isOwn: head.isOwn)
        played = try reader.read()
        asked = try reader.readArray()
        try inbox.restore(from: &reader)
        try engine.restore(from: &reader)
        return true
    }

    /// The run of whose state a snapshot is. One of another build is an error: only the same build reads it.
    package static func run(of reader: inout StateReader) throws -> UInt32 {
        let head = try head(of: &reader)
        try check(isOwn: head.isOwn)
        return head.run
    }

    /// What every snapshot begins with, whatever its layout: that, the build and the run.
    private static func head(of reader: inout StateReader) throws -> (run: UInt32, isOwn: Bool) {
        let (saved, build) = (try reader.read(UInt64.self), try reader.read(UInt64.self))
        return (try reader.read(), saved == layout && build == BuildID.current)
    }

    private static func check(isOwn: Bool) throws(HostError) {
        guard !isOwn else { return }
        throw .failed(
            "the state was saved by another build of this program or in a free run, and exact state of a "
                + "lockstep run is plain memory: start the run anew, or use the build that saved it")
    }
}
