import Market

/// How far one topic of one publisher goes.
struct Reach: BitwiseCopyable, Hashable, Sendable {
    /// A topic in place: the conductor and seven processes tell each other some in every round.
    typealias Topic = InlineText<64>

    /// The publisher's place among the topology's members.
    var publisher: Int
    var topic: Topic
    /// Number of its newest frame.
    var last: UInt64
}
