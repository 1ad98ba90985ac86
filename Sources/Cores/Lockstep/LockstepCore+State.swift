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

    /// Takes a snapshot's state over; false, and nothing taken, where it is of another run than `run`.
    package func restore(from reader: inout StateReader, run: UInt32) throws -> Bool {
        guard try Self.run(of: &reader) == run else { return false }
        played = try reader.read()
        asked = try reader.readArray()
        try inbox.restore(from: &reader)
        try engine.restore(from: &reader)
        return true
    }

    /// The run of whose state a snapshot is. One of another build is an error: only the same build reads it.
    package static func run(of reader: inout StateReader) throws -> UInt32 {
        guard try reader.read(UInt64.self) == layout, try reader.read(UInt64.self) == BuildID.current else {
            throw HostError.failed(
                "the state was saved by another build of this program or in a free run, and exact state of a "
                    + "lockstep run is plain memory: start the run anew, or use the build that saved it")
        }
        return try reader.read()
    }
}
