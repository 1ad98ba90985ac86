import Market
import Messages
import Storage
import Wire

/// What one process has handled, in the order in which it did: enough to make its state and everything
/// it said again, to the byte.
///
/// A record is one round of a step: the conductor's word, the frames it held, and a hash of what the
/// process said then. It is written before anything leaves the process; a new segment begins with the
/// state before its first round.
final class InputJournal {
    static let segmentBytes = 8 << 20
    static let keepBytes = 64 << 20

    private let writer: JournalWriter
    private let record = MapWriter()
    private let codec = LockstepCodec()
    private let encoder: FrameEncoder
    private let instruments: InstrumentTable

    init(_ writer: JournalWriter, _ instruments: InstrumentTable) {
        self.writer = writer
        self.instruments = instruments
        encoder = FrameEncoder(instruments)
    }

    /// Whether the next record begins a segment, with the state before it.
    var wantsSnapshot: Bool { writer.isSegmentFull }

    /// Writes the state of a process that has just begun.
    func begin(_ snapshot: [UInt8]) throws {
        try snapshot.withUnsafeBytes { try writer.beginSegment(snapshot: $0) }
    }

    /// Writes one round.
    func append(
        _ go: Go, _ frames: [LockstepInbox.Held], _ feed: Message?, said: ChainHash,
        _ lines: [LockstepInbox.Line],
        snapshot: [UInt8]?
    ) throws {
        try fill(go, frames, feed, said, lines)
        guard let snapshot else { return try writer.append(record.bytes) }
        try snapshot.withUnsafeBytes { try writer.beginSegment(snapshot: $0, then: record.bytes) }
    }

    private func fill(
        _ go: Go, _ frames: [LockstepInbox.Held], _ feed: Message?, _ said: ChainHash,
        _ lines: [LockstepInbox.Line]
    ) throws {
        record.clear()
        record.beginMap(feed == nil ? 3 : 4)
        record.key("go")
        codec.encode(go).withUnsafeBytes { record.binary($0) }
        record.key("said")
        said.withBytes { record.binary($0) }
        record.key("frames")
        record.beginArray(frames.count)
        for frame in frames {
            record.beginArray(2)
            lines[frame.line].topic.withUnsafeBytes { record.text($0) }
            frame.payload.withUnsafeBytes { record.binary($0) }
        }
        guard let feed else { return }
        record.key("feed")
        record.beginArray(2)
        record.text(TopicCatalogue.topic(of: feed, instruments))
        record.binary(try encoder.encode(bare: feed))
    }
}
