import Market
import Wire

/// What the risk manager decided on one entry, and what it saw: a copy of its answer for people and
/// journals. Nobody acts on it.
@frozen public struct RiskDecision: MessageFields {
    /// The signal that asked.
    public var signalID: Label = Label()
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// True where the entry may go.
    public var approved: Bool = false
    /// Approved quantity, base asset; all children together.
    public var quantity: Quantity = Quantity.zero
    /// Total exposure with this order, USDT.
    public var exposure: Money = Money.zero
    /// Largest total exposure, USDT.
    public var exposureLimit: Money = Money.zero
    /// The tightest limit that refused.
    public var reason: Reason = Reason()

    public init() {}

    /// The copy of an answer.
    public init(_ intent: OrderIntent, _ verdict: RiskVerdict) {
        signalID = intent.clientOrderID.signal
        symbol = intent.symbol
        approved = verdict.approved
        quantity = verdict.quantity
        exposure = verdict.exposure
        exposureLimit = verdict.exposureLimit
        reason = verdict.reason
    }

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.text("signal_id", &signalID, "the signal that asked")
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.flag("approved", &approved, "true where the entry may go")
        try visitor.fixed("qty", &quantity, "approved quantity, base asset; all children together")
        try visitor.fixed("exposure", &exposure, "total exposure with this order, USDT")
        try visitor.fixed("exposure_limit", &exposureLimit, "largest total exposure, USDT")
        try reason.visit(with: &visitor)
    }
}
