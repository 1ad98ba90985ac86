import Wire

/// What is written of frames that are asked for again, by free processes and in lockstep alike: the
/// question `replay` is {"topic", "from", "to"}, `snapshot` (a whole book) {"topic"}; the answer
/// {"frames": [bin, …]}.
package final class ReplayCodec {
    /// The verb of the question for frames by their numbers, and of its answer.
    package static let frames = "replay"
    /// The verb of the question for a book as it is now, and of its answer.
    package static let book = "snapshot"

    private let writer = MapWriter()

    /// With a buffer of its own.
    package init() {}

    /// The question for frames of a topic from one number to another.
    package func question(topic: UnsafeRawBufferPointer, from first: UInt64, to last: UInt64) -> [UInt8] {
        writer.clear()
        writer.beginMap(3)
        writer.key("topic")
        writer.text(topic)
        writer.key("from")
        writer.unsigned(first)
        writer.key("to")
        writer.unsigned(last)
        return Array(writer.bytes)
    }

    /// The question for the book of a topic.
    package func question(book topic: UnsafeRawBufferPointer) -> [UInt8] {
        writer.clear()
        writer.beginMap(1)
        writer.key("topic")
        writer.text(topic)
        return Array(writer.bytes)
    }

    /// Reads a question for frames; without an end it goes to the newest.
    ///
    /// - Throws: `WireError` for what is malformed or lacks its topic or first number.
    package static func range(
        _ question: UnsafeRawBufferPointer
    ) throws(WireError) -> (topic: [UInt8], first: UInt64, last: UInt64) {
        var view = try MapView(question)
        guard let topic = try view.text("topic") else { throw .missing(field: "topic") }
        guard let first = try view.unsigned("from") else { throw .missing(field: "from") }
        return (Array(topic), first, try view.unsigned("to") ?? .max)
    }

    /// Reads a question for a book.
    ///
    /// - Throws: `WireError` for what is malformed or lacks its topic.
    package static func topic(_ question: UnsafeRawBufferPointer) throws(WireError) -> [UInt8] {
        var view = try MapView(question)
        guard let topic = try view.text("topic") else { throw .missing(field: "topic") }
        return Array(topic)
    }

    /// The answer.
    package func answer(_ frames: [[UInt8]]) -> [UInt8] {
        writer.clear()
        writer.beginMap(1)
        writer.key("frames")
        writer.beginArray(frames.count)
        for frame in frames { frame.withUnsafeBytes { writer.binary($0) } }
        return Array(writer.bytes)
    }

    /// The frames of an answer, which lie in it; `nil` where it can't be read: then it is none.
    package static func frames(in answer: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer]? {
        guard var view = try? MapView(answer), var rows = try? view.array("frames") else { return nil }
        var frames: [UnsafeRawBufferPointer] = []
        for index in 0..<rows.count {
            guard let frame = try? rows.bytes(index) else { return nil }
            frames.append(frame)
        }
        return frames
    }
}
