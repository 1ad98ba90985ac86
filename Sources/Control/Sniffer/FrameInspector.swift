import Bus
import Market
import Messages
import Wire

/// Reads any frame, of any run and configuration: it looks on, and refuses only what can't be read.
struct FrameInspector {
    let instruments: InstrumentTable
    private let decoder: FrameDecoder

    init(_ instruments: InstrumentTable) {
        self.instruments = instruments
        decoder = FrameDecoder(instruments)
    }

    func inspect(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> InspectedFrame {
        guard let kind = TopicCatalogue.kind(ofTopic: topic, instruments) else {
            return .refused("nobody says this topic")
        }
        do {
            let (header, message) = try decoder.decode(kind, payload)
            return .message(header, message)
        } catch {
            return .refused(error.description)
        }
    }

    /// A message as it came off the socket, with what is wrong with its form.
    func inspect(_ frames: Frames) -> InspectedFrame {
        if frames.isTooLarge {
            let limit = FrameCheck.sizeLimit
            return .refused("a frame has \(frames.tooLargeBytes) bytes; at most \(limit) are allowed")
        }
        guard frames.count == 2 else {
            return .refused("it has \(frames.count) frames; expected two, the topic and one msgpack map")
        }
        return inspect(topic: frames.topic, payload: frames.payload)
    }
}
