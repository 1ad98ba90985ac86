import Market
import Wire

/// Stops all entries until a person resumes; or resumes.
@frozen public struct HaltCommand: MessageFields {
    /// Why.
    public var code: ReasonCode = ReasonCode.personAsked
    /// Who asks.
    public var by: ShortLabel = ShortLabel()
    /// Event time after which it is refused, ns; 0 where it is always good.
    public var expires: Timestamp = Timestamp.zero
    /// Wall time at which a person asked, ns; 0 where it was not told. One that waited longer than a host
    /// takes it for is refused, for a process that hung has not seen event time go on.
    public var asked: Timestamp = Timestamp.zero

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.choice("reason", &code, .optional, "why")
        try visitor.text("by", &by, "who asks")
        try visitor.time(
            "expires", &expires, .optional,
            "event time after which it is refused, ns; 0 where it is always good")
        try visitor.time(
            "asked", &asked, .optional,
            "wall time at which a person asked, ns; refused ten seconds later; 0 where it was not told")
    }
}
