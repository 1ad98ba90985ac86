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
    /// The risk manager's seal on the approval, as it came with the verdict. Where the order comes into the
    /// executor's process it is judged: then it is absent, or broken where it was missing or false.
    public var seal: Seal = Seal.absent

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try intent.visit(with: &visitor)
        try visitor.fixed(
            "approved_qty", &approvedQuantity, .optional,
            "quantity of the whole approval, base asset; absent on reductions")
        try visitor.time(
            "approval_expires", &approvalExpires, .optional,
            "event time after which the approval is void, ns")
        try visitor.seal(
            "approval_seal", &seal, "the verdict's seal, as it came; required of entries; 32 hex digits")
    }
}

extension SubmitOrder {
    /// The approval's part in the fingerprint: made anew from the intent, so it needs no field.
    public var fingerprint: UInt64 { intent.fingerprint }

    /// Why it is refused where its seal proved false.
    public var forgery: Reason {
        Reason(.approvalForged, found: intent.quantity.double, limit: approvedQuantity.present?.double ?? 0)
    }
}
