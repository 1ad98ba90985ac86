import Market
import Wire

/// Stops all entries until a person resumes; or resumes.
@frozen public struct HaltCommand: MessageFields {
    /// Why.
    public var code: ReasonCode = ReasonCode.personAsked
    /// Who asks.
    public var by: ShortLabel = ShortLabel()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.choice("reason", &code, .optional, "why")
        try visitor.text("by", &by, "who asks")
    }
}
