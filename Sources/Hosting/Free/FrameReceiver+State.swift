import Market
import Messages
import Stages

/// How far each topic was handled, kept over an exact restart: what came later is fetched again.
extension FrameReceiver {
    /// A frame was handled.
    func handled(_ frame: Ready) {
        let line = buckets[frame.line.bucket][frame.line.index]
        guard frame.header.epoch == line.epoch else { return }
        buckets[frame.line.bucket][frame.line.index].handled = max(line.handled, frame.header.sequence)
    }

    /// A frame is handled again after a restart.
    func handled(_ message: Message, _ header: Header) {
        let topic = Array(TopicCatalogue.topic(of: message, instruments).utf8)
        topic.withUnsafeBytes { restore($0, header, message.kind) }
    }

    func save(into writer: inout StateWriter) {
        let lines = buckets.joined()
        writer.write(lines.count)
        for line in lines {
            writer.write(line.source)
            writer.write(line.topic)
            writer.write(line.kind)
            writer.write(line.epoch)
            writer.write(line.handled)
        }
    }

    func restore(from reader: inout StateReader) throws(StateError) {
        let count: Int = try reader.read()
        for _ in 0..<max(0, count) {
            var header = Header()
            header.source = try reader.read()
            let topic: [UInt8] = try reader.readArray()
            let kind: MessageKind = try reader.read()
            header.epoch = try reader.read()
            header.sequence = try reader.read()
            topic.withUnsafeBytes { restore($0, header, kind) }
        }
    }

    private func restore(_ topic: UnsafeRawBufferPointer, _ header: Header, _ kind: MessageKind) {
        guard
            let place = find(topic, header.source) ?? add(topic, header, kind, handled: header.sequence)
        else { return }
        buckets[place.bucket][place.index].epoch = header.epoch
        buckets[place.bucket][place.index].sequence = header.sequence
        buckets[place.bucket][place.index].handled = header.sequence
    }
}
