/// How far one topic of one publisher goes.
struct Reach: Hashable, Sendable {
    /// The publisher's place among the topology's members.
    var publisher: Int
    var topic: [UInt8]
    /// Number of its newest frame.
    var last: UInt64
}
