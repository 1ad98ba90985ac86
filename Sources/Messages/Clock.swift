import Market
import Wire

/// The watermark of a replay: no event before this time follows.
@frozen public struct Clock: MessageFields {
    /// Event time reached, ns.
    public var time: Timestamp = Timestamp.zero
    /// True once the recorded data is at its end.
    public var ended: Bool = false

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.time("time", &time, "event time reached, ns")
        try visitor.flag("ended", &ended, "true once the recorded data is at its end")
    }
}
