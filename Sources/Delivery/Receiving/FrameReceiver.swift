import Market
import Messages
import Wire

/// Takes frames off the SUB socket: decodes them, refuses what is not of this run, and puts each topic of
/// each publisher in order as the catalogue wants it (docs/decisions/0016). Nothing that comes in can
/// crash it.
///
/// `everyOne`: a frame behind a gap is held until what is missing was fetched, or is given up. `newestWins`:
/// gaps are counted. `rebuild`: after a gap nothing is let through until a whole book comes. Doubles are
/// dropped by their numbers. A receiver that does not repair counts gaps alone.
package final class FrameReceiver {
    /// What became of a frame.
    package enum Outcome {
        case message(Message, Header)
        /// A double, or someone else's, or held behind a gap: nothing to do.
        case dropped
        /// Malformed or of another run: the text names topic, field and what was expected.
        case refused(String)
    }

    /// A frame that is next in its topic.
    package struct Ready {
        /// What was said.
        package let message: Message
        /// What stands beside it.
        package let header: Header
        /// Its topic's line.
        package let line: Place
    }

    /// Where a topic's line lies.
    package struct Place: BitwiseCopyable {
        /// Among the buckets, and within its bucket.
        package let bucket: Int
        package let index: Int
    }

    /// Reads what a frame says.
    package let decoder: FrameDecoder
    /// The symbols that topics may name.
    package let instruments: InstrumentTable
    /// The run, mode and hashes that every frame must have.
    package let expected: Header
    /// Whether what is missing is fetched; else it is only counted.
    package let repairs: Bool
    /// Lines by a small hash of topic and source, then linear.
    var buckets: [[TopicLine]]
    /// Lines with a gap.
    package var open: [Place] = []
    /// Who has told how far its topics have come.
    package var tellers: [Label] = []
    /// Who had, before an exact restart: what they said for the first time meanwhile is heard from the first
    /// frame on.
    var tellersBefore: [Label] = []
    /// How many of them had told nothing before.
    package var newTellers = 0
    /// What is heard of what others tell of.
    package let prefixes: [[UInt8]]
    var ready: [Ready] = []
    /// How many of them were taken one by one.
    private var readyTaken = 0
    private var lines = 0
    /// More than all processes together say; who invents topics gets no memory beyond it.
    private let lineLimit: Int
    /// Frames that came in, doubles and refused ones included.
    package private(set) var received: UInt64 = 0
    /// Frames that did not come by themselves.
    package var gaps: UInt64 = 0
    /// Frames that could not be had again either.
    package var lost: UInt64 = 0
    /// Updates of a book that were of no use behind a gap.
    var useless: UInt64 = 0
    /// What was given up, in words, since somebody looked.
    package internal(set) var notices: [String] = []
    package private(set) var refused: UInt64 = 0

    /// `expected` holds run, mode and hashes that every frame must have. Where topics are heard by prefix,
    /// what is missing of them is repaired.
    package init(_ instruments: InstrumentTable, expected: Header, repairing prefixes: [[UInt8]]? = nil) {
        self.prefixes = prefixes ?? []
        repairs = prefixes != nil
        decoder = FrameDecoder(instruments)
        self.instruments = instruments
        self.expected = expected
        buckets = [[TopicLine]](repeating: [], count: 256)
        lineLimit = 4 * MessageKind.allCases.count * (instruments.count + 1)
    }

    /// The next frame that is in order; `nil` where none is. Their memory is used again.
    package func nextReady() -> Ready? {
        if ready.isEmpty { return nil }
        guard readyTaken < ready.count else {
            ready.removeAll(keepingCapacity: true)
            readyTaken = 0
            return nil
        }
        defer { readyTaken += 1 }
        return ready[readyTaken]
    }

    /// What was given up since the last call, in words.
    package func takeNotices() -> [String] {
        if notices.isEmpty { return [] }
        defer { notices.removeAll() }
        return notices
    }

    /// Why a frame of so many bytes is too large to be looked at.
    package func refuse(tooLarge bytes: Int, _ topic: UnsafeRawBufferPointer) -> String {
        received += 1
        return refuse(topic, "has \(bytes) bytes; at most \(FrameCheck.sizeLimit) are allowed")
    }

    /// Takes a frame in: what is in order then lies in `ready`. Answers why it was refused, or `nil`.
    package func take(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, now: Int64) -> String? {
        received += 1
        guard let kind = TopicCatalogue.kind(ofTopic: topic, instruments) else {
            return refuse(topic, "is a topic that nobody says")
        }
        do {
            var view = try MapView(payload)
            var (header, message) = try decoder.decode(kind, &view)
            if let why = header.stranger(to: expected) { return refuse(topic, why) }
            if repairs, TopicCatalogue.remembered.contains(kind) {
                header.newest = try view.unsigned("again") ?? 0
            }
            guard let place = place(of: topic, header, kind) else {
                return refuse(topic, "is one topic too many (\(lineLimit) are heard)")
            }
            accept(message, header, place, now)
            if repairs, kind == .heartbeat || kind == .progress {
                try hear(&view, header, now)
                // Progress tells news alone: who said no more has not told where his topics stand.
                if kind == .heartbeat { remember(teller: header.source) }
            }
            return nil
        } catch {
            return refuse(topic, error.description)
        }
    }

    private func refuse(_ topic: UnsafeRawBufferPointer, _ why: String) -> String {
        refused += 1
        return "frame \"\(ForeignText.shown(topic, limit: 64))\" refused: \(why)"
    }

    // MARK: - Lines

    /// The line of a topic; one that is new begins before this frame, or before the first of all where its
    /// publisher was heard before it. `nil` where there is no room to remember it.
    package func place(of topic: UnsafeRawBufferPointer, _ header: Header, _ kind: MessageKind) -> Place? {
        if let found = find(topic, header.source) { return found }
        if repairs, isKnown(teller: header.source) { return add(topic, header, kind, handled: 0) }
        let before = header.newest > 0 ? header.newest : header.sequence &- 1
        let place = add(topic, header, kind, handled: before)
        if repairs, let place { joinLate(place, after: before) }
        return place
    }

    /// Whether a publisher was heard before what it says now.
    package func isKnown(teller: Label) -> Bool { tellers.contains(teller) || tellersBefore.contains(teller) }

    /// The line of a topic of one publisher; `nil` before its first frame.
    package func find(_ topic: UnsafeRawBufferPointer, _ source: Label) -> Place? {
        let bucket = Self.bucket(topic, source)
        for index in buckets[bucket].indices
        where buckets[bucket][index].isCalled(topic, of: source) {
            return Place(bucket: bucket, index: index)
        }
        return nil
    }

    /// A new line, as if frames had been handled up to a number; `nil` where there are more topics than all
    /// processes together say.
    package func add(
        _ topic: UnsafeRawBufferPointer, _ header: Header, _ kind: MessageKind, handled: UInt64
    ) -> Place? {
        guard lines < lineLimit else { return nil }
        lines += 1
        let bucket = Self.bucket(topic, header.source)
        buckets[bucket].append(
            TopicLine(
                source: header.source, topic: Array(topic), kind: kind,
                delivery: TopicCatalogue.entry(kind).delivery, epoch: header.epoch, sequence: handled,
                handled: handled))
        return Place(bucket: bucket, index: buckets[bucket].count - 1)
    }

    private static func bucket(_ topic: UnsafeRawBufferPointer, _ source: Label) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in topic { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int((hash ^ UInt32(source.count)) & 255)
    }
}
