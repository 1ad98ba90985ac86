import Market
import Wire

/// The executor's answer: the order is durable, or refused. The outcome comes as `order_state`.
@frozen public struct SubmitAnswer: MessageFields {
    /// Name of the order.
    public var clientOrderID: ClientOrderID = ClientOrderID()
    /// True where the order is durable.
    public var accepted: Bool = false
    /// Where the order stands.
    public var status: OrderStatus = OrderStatus.pending
    /// Why it was refused.
    public var reason: Reason = Reason()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try clientOrderID.visit(with: &visitor)
        try visitor.flag("accepted", &accepted, "true where the order is durable")
        try visitor.choice("status", &status, "where the order stands")
        try reason.visit(with: &visitor)
    }
}
