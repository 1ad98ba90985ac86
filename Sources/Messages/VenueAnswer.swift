import Market
import Wire

/// The venue's answer to place, cancel or query.
@frozen public struct VenueAnswer: MessageFields {
    /// Name of the order.
    public var clientOrderID: ClientOrderID = ClientOrderID()
    /// Where the order stands at the venue.
    public var status: OrderStatus = OrderStatus.unknown
    /// Why it was refused.
    public var reason: Reason = Reason()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try clientOrderID.visit(with: &visitor)
        try visitor.choice("status", &status, "where the order stands at the venue")
        try reason.visit(with: &visitor)
    }
}
