import Market

/// A position of futures as the exchange tells it.
public struct PrintedPosition: BitwiseCopyable, Sendable, Hashable {
    /// Which of a contract's positions it is.
    public var side: PrintedPositionSide
    /// Negative where it is short.
    public var quantity: Quantity
    public var entry: Price
    public var breakEven: Price
    public var mark: Price
    /// Signed, at the mark.
    public var notional = Money.zero
    public var unrealised = Money.zero
    /// What it realised so far, before fees.
    public var realised = Money.zero
    public var isIsolated = false
    public var isolatedWallet = Money.zero
    public var leverage: Int64 = 20
    public var maxNotional: Int64 = 0
    /// What the position itself takes of the margin, what orders take besides, and what it must keep.
    public var initialMargin = Money.zero
    public var orderMargin = Money.zero
    public var maintenance = Money.zero
    public var liquidation = Price.zero
    /// What open orders would buy and sell.
    public var bids = Money.zero
    public var asks = Money.zero
    public var updated = Timestamp.zero

    public init(
        _ side: PrintedPositionSide, quantity: Quantity, entry: Price, breakEven: Price, mark: Price
    ) {
        (self.side, self.quantity, self.entry, self.breakEven) = (side, quantity, entry, breakEven)
        self.mark = mark
    }

    /// What an isolated position could lose: its wallet and what it has won or lost.
    public var isolatedMargin: Money { isIsolated ? isolatedWallet + unrealised : .zero }
}
