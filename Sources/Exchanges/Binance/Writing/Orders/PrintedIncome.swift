import Market

/// A change of a futures wallet as the exchange lists it.
public struct PrintedIncome: BitwiseCopyable, Sendable, Hashable {
    /// The exchange's words for it.
    public enum Kind: String, BitwiseCopyable, Sendable, Hashable {
        case transfer = "TRANSFER"
        case profit = "REALIZED_PNL"
        case funding = "FUNDING_FEE"
        case fee = "COMMISSION"
        case clearance = "INSURANCE_CLEAR"
    }

    /// Its number, why, and how much.
    public var id: Int64
    public var kind: Kind
    public var amount: Money
    /// The contract's place; −1 for none.
    public var symbol: Int
    public var trade: Int64
    public var time: Timestamp

    public init(id: Int64, _ kind: Kind, _ amount: Money, symbol: Int, trade: Int64, at time: Timestamp) {
        (self.id, self.kind, self.amount, self.symbol) = (id, kind, amount, symbol)
        (self.trade, self.time) = (trade, time)
    }
}
