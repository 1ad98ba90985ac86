import Market
import Wire

/// Asks to cancel one order, and says why: the reason goes with it to the venue and back.
@frozen public struct CancelOrder: MessageFields {
    /// Name of the order.
    public var clientOrderID: ClientOrderID = ClientOrderID()
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Event time after which it is refused, ns; 0 where it is always good.
    public var expires: Timestamp = Timestamp.zero
    /// Why; who gives no reason is a person.
    public var reason: Reason = Reason(.personAsked)

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try clientOrderID.visit(with: &visitor)
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.time(
            "expires", &expires, .optional,
            "event time after which it is refused, ns; 0 where it is always good")
        try reason.visit(with: &visitor)
    }
}
