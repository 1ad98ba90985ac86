import Market
import Wire

/// How far one topic of one publisher goes.
package struct Reach: BitwiseCopyable, Hashable, Sendable {
    /// A topic in place: the conductor and seven processes tell each other some in every round.
    package typealias Topic = InlineText<64>

    /// The publisher's place among the topology's members.
    package var publisher: Int
    package var topic: Topic
    /// Number of its newest frame.
    package var last: UInt64

    package init(publisher: Int, topic: Topic, last: UInt64) {
        (self.publisher, self.topic, self.last) = (publisher, topic, last)
    }

    /// A topic of these bytes, which come from others.
    package static func topic(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Topic {
        guard let topic = Topic(bytes) else {
            throw .outOfRange(
                field: "topic", value: "\(bytes.count) bytes",
                expected: "up to \(Topic.capacity) of A-Z a-z 0-9 . : / _ -")
        }
        return topic
    }
}
