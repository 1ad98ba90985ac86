import Market
import Messages
import Stages

/// How far each topic was handled, kept over an exact restart: what came later is fetched again.
extension FrameReceiver {
    /// A frame was handled.
    package func handled(_ frame: Ready) {
        buckets[frame.line.bucket][frame.line.index].handled(frame.header)
    }

    /// A frame is handled again after a restart.
    package func handled(_ message: Message, _ header: Header) {
        let topic = Array(TopicCatalogue.topic(of: message, instruments).utf8)
        topic.withUnsafeBytes { _ = restore($0, header, message.kind) }
    }

    /// How far each topic was handled.
    package func save(into writer: inout StateWriter) {
        let lines = buckets.joined()
        writer.write(lines.count)
        for line in lines {
            writer.write(line.source)
            writer.write(line.topic)
            writer.write(line.kind)
            writer.write(line.epoch)
            writer.write(line.handled)
            writer.write(line.joined)
            writer.write(line.repeatedHandled)
        }
        writer.write(tellersBefore + tellers.filter { !tellersBefore.contains($0) })
    }

    /// Takes back what `save` wrote.
    package func restore(from reader: inout StateReader) throws(StateError) {
        let count: Int = try reader.read()
        for _ in 0..<max(0, count) {
            var header = Header()
            header.source = try reader.read()
            let topic: [UInt8] = try reader.readArray()
            let kind: MessageKind = try reader.read()
            header.epoch = try reader.read()
            header.sequence = try reader.read()
            let joined: UInt64 = try reader.read()
            let repeated: UInt64 = try reader.read()
            guard let place = topic.withUnsafeBytes({ restore($0, header, kind) }) else { continue }
            buckets[place.bucket][place.index].joined = joined
            buckets[place.bucket][place.index].repeated = repeated
            buckets[place.bucket][place.index].repeatedHandled = repeated
        }
        tellersBefore = try reader.readArray()
    }

    private func restore(
        _ topic: UnsafeRawBufferPointer, _ header: Header, _ kind: MessageKind
    ) -> Place? {
        let sequence = header.newest > 0 ? header.newest : header.sequence
        let found = find(topic, header.source)
        guard let place = found ?? add(topic, header, kind, handled: sequence) else { return nil }
        guard header.newest == 0 else {
            if found == nil { joinLate(place, after: sequence) }
            buckets[place.bucket][place.index].repeated = header.sequence
            buckets[place.bucket][place.index].repeatedHandled = header.sequence
            return place
        }
        buckets[place.bucket][place.index].epoch = header.epoch
        buckets[place.bucket][place.index].sequence = sequence
        buckets[place.bucket][place.index].handled = sequence
        // Only some parts of a book may have been handled.
        buckets[place.bucket][place.index].isBroken = buckets[place.bucket][place.index].delivery == .rebuild
        return place
    }
}
