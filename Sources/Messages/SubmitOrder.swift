import Market
import Wire

/// Hands one child order with its approval to the executor.
@frozen public struct SubmitOrder: MessageFields {
    /// The child order.
    public var intent: OrderIntent = OrderIntent()
    /// Quantity of the whole approval, base asset; absent on reductions.
    public var approvedQuantity: Quantity = Quantity.absent
    /// Event time after which the approval is void, ns.
    public var approvalExpires: Timestamp = Timestamp.zero

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try intent.visit(with: &visitor)
        try visitor.fixed(
            "approved_qty", &approvedQuantity, .optional,
            "quantity of the whole approval, base asset; absent on reductions")
        try visitor.time(
            "approval_expires", &approvalExpires, .optional,
            "event time after which the approval is void, ns")
    }
}

extension SubmitOrder {
    /// The approval's part in the fingerprint: made anew from the intent, so it needs no field.
    public var fingerprint: UInt64 { intent.fingerprint }
}
