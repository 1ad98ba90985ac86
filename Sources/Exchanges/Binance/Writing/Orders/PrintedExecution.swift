import Market

/// What happened to an order, as events of an account's stream tell it.
public struct PrintedExecution: BitwiseCopyable, Sendable, Hashable {
    /// The exchange's words for it.
    public enum Kind: String, BitwiseCopyable, Sendable, Hashable {
        case new = "NEW"
        case cancelled = "CANCELED"
        case replaced = "REPLACED"
        case rejected = "REJECTED"
        case trade = "TRADE"
        case expired = "EXPIRED"
        case prevented = "TRADE_PREVENTION"
        /// Futures' own: an order that was changed, and a liquidation.
        case amended = "AMENDMENT"
        case calculated = "CALCULATED"
    }

    /// What happened.
    public var kind: Kind
    /// What it is called after a cancel, whose own name stands in the order's place then.
    public var cancelName = PrintedName()
    /// The fill; `nil` where there is none.
    public var fill: PrintedFill?
    /// The event's own number.
    public var id: Int64

    public init(_ kind: Kind, id: Int64, fill: PrintedFill? = nil, cancelName: PrintedName = PrintedName()) {
        (self.kind, self.id, self.fill, self.cancelName) = (kind, id, fill, cancelName)
    }
}
