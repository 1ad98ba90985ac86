import Engine
import Market
import Messages
import Wire

/// Frames that have come in and wait for their round. A frame beyond a gap is let go: it comes again
/// with what is missing, which the publisher keeps.
package final class LockstepInbox {
    /// One frame.
    package struct Held {
        /// Who said it, as a place among the members.
        package let publisher: Int
        /// Whether it is a request or an answer; `nil` for what is said to all.
        package let verb: LockstepTopic.Verb?
        /// What was said.
        package let message: Message
        /// What stands beside it.
        package let header: Header
        /// The place of its topic in `lines`.
        package let line: Int
        /// Where the bytes lie as they came, for the journal.
        package let payload: Range<Int>
    }

    /// What is missing of one topic.
    package struct Missing: Hashable {
        /// Whom to ask, as a place among the members.
        package let publisher: Int
        /// The topic whose frames are missing.
        package let topic: Reach.Topic
        /// Number of the first frame that is missing.
        package let first: UInt64
        /// Number of the last one.
        package let last: UInt64
    }

    /// One topic of one publisher.
    package struct Line: BitwiseCopyable {
        /// Who says it, as a place among the members.
        package let publisher: Int
        /// The topic as it stands before the frame.
        package let topic: Reach.Topic
        /// Whether it carries requests or answers; `nil` for what is said to all.
        package let verb: LockstepTopic.Verb?
        /// What it carries; `nil` where the catalogue has no such topic.
        package let kind: MessageKind?
        /// Number of the newest frame that came in without a gap before it.
        package var received: UInt64 = 0
        /// Number of the newest frame that was handled.
        package var handled: UInt64 = 0
    }

    /// Every topic that was heard of, in the order of its first frame.
    package private(set) var lines: [Line] = []
    private var held: [Held] = []
    /// The bytes of the frames that are held, and of those that were taken out last.
    private var bytes: [UInt8] = []
    /// The frames of the round that was taken out last.
    package private(set) var taken: [Held] = []
    private let decoder: FrameDecoder
    private let instruments: InstrumentTable
    private let names: [Label]
    private let header: Header
    private let keepsBytes: Bool
    /// Frames that came in, doubles and refused ones included.
    package private(set) var received: UInt64 = 0
    /// Frames that were let go because others before them were missing.
    package private(set) var gaps: UInt64 = 0
    /// Frames that are malformed or of another run.
    package private(set) var refused: UInt64 = 0

    /// `header` holds run, mode and hashes that every frame must have.
    package init(
        _ members: [Topology.Member], _ instruments: InstrumentTable, header: Header, keepsBytes: Bool
    ) {
        self.instruments = instruments
        self.header = header
        self.keepsBytes = keepsBytes
        decoder = FrameDecoder(instruments)
        names = members.map { Label(clipping: $0.name) }
    }

    /// Takes a frame in; answers why it was refused, or `nil`.
    package func take(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> String? {
        received += 1
        let why: String?
        do { why = try hold(topic, payload) } catch { why = "\(error)" }
        guard let why else { return nil }
        refused += 1
        return "frame \"\(ForeignText.shown(topic, limit: 64))\" refused: \(why)"
    }

    /// Keeps a frame of this run; why it is none, or `nil`.
    private func hold(
        _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer
    ) throws(WireError) -> String? {
        let name = try Reach.topic(topic)
        let known = lines.firstIndex { $0.topic == name }
        let parsed = known.map { (lines[$0].verb, lines[$0].kind) } ?? parse(topic)
        guard let kind = parsed.1 else {
            throw .outOfRange(field: "topic", value: "it", expected: "one of the catalogue")
        }
        let (theirs, message) = try decoder.decode(kind, payload)
        if let why = theirs.stranger(to: header) { return why }
        guard let publisher = names.firstIndex(of: theirs.source) else {
            throw .outOfRange(field: "src", value: "\(theirs.source)", expected: "a process of this run")
        }
        let place = line(publisher, name, parsed.0, kind)
        guard theirs.sequence == lines[place].received + 1 else {
            if theirs.sequence > lines[place].received { gaps += 1 }
            return nil
        }
        lines[place].received += 1
        let start = bytes.count
        if keepsBytes { bytes.append(contentsOf: payload) }
        held.append(
            Held(
                publisher: publisher, verb: parsed.0, message: message, header: theirs, line: place,
                payload: start..<bytes.count))
        return nil
    }

    private func parse(_ topic: UnsafeRawBufferPointer) -> (LockstepTopic.Verb?, MessageKind?) {
        if let addressed = LockstepTopic(topic) {
            let kind = Array(addressed.kind.utf8).withUnsafeBytes {
                TopicCatalogue.kind(ofTopic: $0, instruments)
            }
            return (addressed.verb, kind)
        }
        return (nil, TopicCatalogue.kind(ofTopic: topic, instruments))
    }

    private func line(
        _ publisher: Int, _ topic: Reach.Topic, _ verb: LockstepTopic.Verb?, _ kind: MessageKind?
    ) -> Int {
        if let found = lines.firstIndex(where: { $0.publisher == publisher && $0.topic == topic }) {
            return found
        }
        lines.append(Line(publisher: publisher, topic: topic, verb: verb, kind: kind))
        return lines.count - 1
    }

    // MARK: - Rounds

    /// Finds what has not come in yet of what a round needs.
    package func find(missing expected: some Collection<Reach>, _ missing: inout [Missing]) {
        missing.removeAll(keepingCapacity: true)
        for reach in expected {
            let line = lines.first { $0.publisher == reach.publisher && $0.topic == reach.topic }
            let received = line?.received ?? 0
            guard received < reach.last else { continue }
            missing.append(
                Missing(publisher: reach.publisher, topic: reach.topic, first: received + 1, last: reach.last)
            )
        }
    }

    /// Takes out the frames of one round, or of a whole step where `wholeStep`, in the order of their ids:
    /// they are in `taken` until the next call.
    package func takeOut(_ place: StepPlace, wholeStep: Bool = false) {
        let shift: UInt64 = wholeStep ? 6 : 0
        let wanted = place.raw >> shift
        taken.removeAll(keepingCapacity: true)
        for frame in held where frame.header.id.placeRaw >> shift == wanted {
            taken.append(frame)
            lines[frame.line].handled = max(lines[frame.line].handled, frame.header.sequence)
        }
        guard !taken.isEmpty else { return }
        held.removeAll { $0.header.id.placeRaw >> shift <= wanted }
        taken.sort { $0.header.id < $1.header.id }
    }

    /// Lends the bytes of a frame as they came.
    package func withPayload(of frame: Held, _ body: (UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[frame.payload])) }
    }

    /// What was taken out is done with.
    package func letGo() {
        taken.removeAll(keepingCapacity: true)
        if held.isEmpty { bytes.removeAll(keepingCapacity: true) }
    }

    /// Goes on from where a process that was restarted had been.
    package func restore(_ publisher: Int, _ topic: Reach.Topic, handled: UInt64) {
        let parsed = topic.withBytes { parse($0) }
        let place = line(publisher, topic, parsed.0, parsed.1)
        lines[place].received = max(lines[place].received, handled)
        lines[place].handled = max(lines[place].handled, handled)
    }
}
