import Market
import Wire

/// Something a person or another level must know. From the risk manager as `risk_alert`, from L1
/// and from the executor, where its books are beyond a limit, as `alerts`.
@frozen public struct RiskAlert: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Info, warning or error.
    public var severity: Severity = Severity.warning
    /// True where trading is halted from now on.
    public var halted: Bool = false
    /// The signal it is about.
    public var signalID: Label = Label()
    /// Who halted or resumed trading, where it is about that: "person", or a process.
    public var by: ShortLabel = ShortLabel()
    /// What happened.
    public var reason: Reason = Reason()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("severity", &severity, "info, warning or error")
        try visitor.flag("halted", &halted, "true where trading is halted from now on")
        try visitor.text("signal_id", &signalID, .optional, "the signal it is about")
        try visitor.text("by", &by, .optional, "who halted or resumed trading, where it is about that")
        try reason.visit(with: &visitor)
    }
}
