import Delivery
import Engine
import Market
import Messages
import Sealing
import Storage
import Wire

/// What one process has handled, in the order in which it did: enough to make its state and everything
/// it said again, to the byte.
///
/// A record is one round of a step: the conductor's word, the frames it held, and a hash of what the
/// process said then. It is written before anything leaves the process; a new segment begins with the
/// state before its first round.
package final class InputJournal {
    /// From this size on a segment is full.
    package static let segmentBytes = 8 << 20
    /// Beyond this the oldest segments are removed, never the newest two.
    package static let keepBytes = 64 << 20

    private let writer: JournalWriter
    private let record = MapWriter()
    private let codec = LockstepCodec()
    private let encoder: FrameEncoder
    private let instruments: InstrumentTable
    /// Topics of the feed's events, by kind and symbol, for all but candles longer than a minute.
    private var topics: [String?]

    package init(_ writer: JournalWriter, _ instruments: InstrumentTable) {
        self.writer = writer
        self.instruments = instruments
        encoder = FrameEncoder(instruments)
        topics = [String?](repeating: nil, count: MessageKind.allCases.count * (instruments.count + 1))
    }

    /// Whether the next record begins a segment, with the state before it.
    package var wantsSnapshot: Bool { writer.isSegmentFull }

    /// Writes the state of a process that has just begun.
    package func begin(_ snapshot: [UInt8]) throws {
        try snapshot.withUnsafeBytes { try writer.beginSegment(snapshot: $0) }
    }

    /// Writes one round, whose frames are those that were taken out of the inbox.
    package func append(
        _ go: Go, _ inbox: LockstepInbox, _ feed: Message?, said: ChainHash, snapshot: [UInt8]?
    ) throws {
        try fill(go, inbox, feed, said)
        guard let snapshot else { return try writer.append(record.bytes) }
        try snapshot.withUnsafeBytes { try writer.beginSegment(snapshot: $0, then: record.bytes) }
    }

    private func fill(
        _ go: Go, _ inbox: LockstepInbox, _ feed: Message?, _ said: ChainHash
    ) throws {
        record.clear()
        record.beginMap(feed == nil ? 3 : 4)
        record.key("go")
        record.binary(codec.encode(go))
        record.key("said")
        said.withBytes { record.binary($0) }
        record.key("frames")
        record.beginArray(inbox.taken.count)
        for frame in inbox.taken {
            record.beginArray(2)
            inbox.lines[frame.line].topic.withBytes { record.text($0) }
            inbox.withPayload(of: frame) { record.binary($0) }
        }
        guard let feed else { return }
        record.key("feed")
        record.beginArray(2)
        record.text(topic(of: feed))
        record.binary(try encoder.encode(bare: feed))
    }

    private func topic(of feed: Message) -> String {
        if case .kline(let kline) = feed, kline.interval != .m1 {
            return TopicCatalogue.topic(of: feed, instruments)
        }
        let symbol = instruments.contains(feed.symbol) ? feed.symbol.int : instruments.count
        let place = Int(feed.kind.rawValue) * (instruments.count + 1) + symbol
        if let known = topics[place] { return known }
        let topic = TopicCatalogue.topic(of: feed, instruments)
        topics[place] = topic
        return topic
    }
}
