import Market
import Wire

/// A plain answer.
@frozen public struct Acknowledge: MessageFields {
    /// True where it was done.
    public var ok: Bool = false
    /// Why it was not.
    public var reason: Reason = Reason()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.flag("ok", &ok, "true where it was done")
        try reason.visit(with: &visitor)
    }
}
