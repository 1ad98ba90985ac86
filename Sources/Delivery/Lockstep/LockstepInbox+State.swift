import Engine
import Stages

extension LockstepInbox {
    /// How far each topic was handled.
    package func save(into writer: inout StateWriter) {
        writer.write(lines.count)
        for line in lines {
            writer.write(line.publisher)
            writer.write(line.topic)
            writer.write(line.handled)
        }
    }

    package func restore(from reader: inout StateReader) throws(StateError) {
        let count: Int = try reader.read()
        for _ in 0..<max(0, count) {
            let publisher: Int = try reader.read()
            let topic: Reach.Topic = try reader.read()
            restore(publisher, topic, handled: try reader.read())
        }
    }
}
