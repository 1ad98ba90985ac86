import Market
import Wire

/// Asks the risk manager for leave to open: the whole intent with what it is judged by.
@frozen public struct RiskCheck: MessageFields {
    /// What is to be opened.
    public var intent: OrderIntent = OrderIntent()
    /// Confidence of the signal, 0 to 1.
    public var confidence: Double = Double.nan

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try intent.visit(with: &visitor)
        try visitor.share("confidence", &confidence, .optional, "confidence of the signal")
    }
}
