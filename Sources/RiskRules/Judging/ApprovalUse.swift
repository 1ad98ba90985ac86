import Market
import Messages

/// What the earlier children of one signal made of its approval. The executor keeps it with the orders:
/// the children of one approval share one fingerprint and never exceed its quantity.
@frozen public struct ApprovalUse: BitwiseCopyable, Sendable, Hashable {
    /// Fingerprint of the first child; `nil` before there was one.
    public var fingerprint: UInt64?
    /// The approved quantity that the first child named, base asset.
    public var approved = Quantity.absent
    /// Quantity of the children so far, base asset.
    public var quantity = Quantity.zero

    public init() {}

    /// Adds an accepted child.
    public mutating func add(_ order: SubmitOrder) {
        fingerprint = order.fingerprint
        approved = order.approvedQuantity
        quantity += order.intent.quantity
    }

    /// Whether an order comes under the same approval.
    func matches(_ order: SubmitOrder) -> Bool {
        fingerprint.map { $0 == order.fingerprint && approved == order.approvedQuantity } ?? true
    }
}
