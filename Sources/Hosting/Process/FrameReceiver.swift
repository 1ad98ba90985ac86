import Bus
import Market
import Messages
import Wire

/// Takes frames off the SUB socket: decodes them, refuses what is not of this run, drops doubles, counts
/// gaps. Nothing that comes in can crash it.
final class FrameReceiver {
    /// What became of a frame.
    enum Outcome {
        case message(Message, Header)
        /// A double, or someone else's: nothing to do.
        case dropped
        /// Malformed or of another run: the text names topic, field and what was expected.
        case refused(String)
    }

    /// How far one topic of one publisher has been heard.
    private struct Line {
        let source: Label
        let topic: [UInt8]
        var epoch: UInt32
        var sequence: UInt64
    }

    private let decoder: FrameDecoder
    private let instruments: InstrumentTable
    private let expected: Header
    /// Lines by a small hash of topic and source, then linear.
    private var buckets: [[Line]]
    private var lines = 0
    /// More than all processes together say; who invents topics gets no memory beyond it.
    private let lineLimit: Int
    private(set) var received: UInt64 = 0
    private(set) var gaps: UInt64 = 0
    private(set) var refused: UInt64 = 0

    /// `expected` holds run, mode and hashes that every frame must have.
    init(_ instruments: InstrumentTable, expected: Header) {
        decoder = FrameDecoder(instruments)
        self.instruments = instruments
        self.expected = expected
        buckets = [[Line]](repeating: [], count: 256)
        lineLimit = 4 * MessageKind.allCases.count * (instruments.count + 1)
    }

    func take(_ frames: Frames) -> Outcome {
        received += 1
        guard !frames.isTooLarge else {
            return refuse(
                frames, "has \(frames.tooLargeBytes) bytes; at most \(FrameCheck.sizeLimit) are allowed")
        }
        guard let kind = TopicCatalogue.kind(ofTopic: frames.topic, instruments) else {
            return refuse(frames, "is a topic that nobody says")
        }
        do {
            let (header, message) = try decoder.decode(kind, frames.payload)
            if let why = stranger(header) { return refuse(frames, why) }
            guard let isNew = isNew(frames.topic, header) else {
                return refuse(frames, "is one topic too many (\(lineLimit) are heard)")
            }
            return isNew ? .message(message, header) : .dropped
        } catch {
            return refuse(frames, error.description)
        }
    }

    private func refuse(_ frames: Frames, _ why: String) -> Outcome {
        refused += 1
        return .refused(
            "frame \"\(String(decoding: frames.topic.prefix(64), as: UTF8.self))\" refused: \(why)")
    }

    private func stranger(_ header: Header) -> String? {
        if header.run != expected.run { return "is of run \(header.run); this is run \(expected.run)" }
        if header.mode != expected.mode {
            return "is of mode \(header.mode.name); this is \(expected.mode.name)"
        }
        if header.configuration != expected.configuration {
            return
                "was made with another configuration (cfg \(header.configuration), "
                + "here \(expected.configuration))"
        }
        if header.instruments != expected.instruments {
            return "was made with other instruments (ins \(header.instruments), here \(expected.instruments))"
        }
        return nil
    }

    /// Whether a frame was not seen before; `nil` where there is no room to remember its topic.
    private func isNew(_ topic: UnsafeRawBufferPointer, _ header: Header) -> Bool? {
        let bucket = Self.bucket(topic, header.source)
        for index in buckets[bucket].indices
        where buckets[bucket][index].source == header.source
            && buckets[bucket][index].topic.elementsEqual(topic)
        {
            return advance(&buckets[bucket][index], header)
        }
        guard lines < lineLimit else { return nil }
        lines += 1
        buckets[bucket].append(
            Line(source: header.source, topic: Array(topic), epoch: header.epoch, sequence: header.sequence))
        return true
    }

    private func advance(_ line: inout Line, _ header: Header) -> Bool {
        if header.epoch == line.epoch {
            guard header.sequence > line.sequence else { return false }
            // Wraps rather than traps: the numbers come from others.
            gaps &+= header.sequence - line.sequence - 1
        } else if header.epoch < line.epoch {
            return false
        }
        line.epoch = header.epoch
        line.sequence = header.sequence
        return true
    }

    private static func bucket(_ topic: UnsafeRawBufferPointer, _ source: Label) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in topic { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int((hash ^ UInt32(source.count)) & 255)
    }
}
