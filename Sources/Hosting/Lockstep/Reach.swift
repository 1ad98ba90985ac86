import Market
import Wire

/// How far one topic of one publisher goes.
struct Reach: BitwiseCopyable, Hashable, Sendable {
    /// A topic in place: the conductor and seven processes tell each other some in every round.
    typealias Topic = InlineText<64>

    /// The publisher's place among the topology's members.
    var publisher: Int
    var topic: Topic
    /// Number of its newest frame.
    var last: UInt64

    /// A topic of these bytes, which come from others.
    static func topic(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Topic {
        guard let topic = Topic(bytes) else {
            throw .outOfRange(
                field: "topic", value: "\(bytes.count) bytes",
                expected: "up to \(Topic.capacity) of A-Z a-z 0-9 . : / _ -")
        }
        return topic
    }
}
