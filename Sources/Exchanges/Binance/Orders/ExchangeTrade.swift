import Market
import Messages

/// One fill of an order of the account.
package struct ExchangeTrade: BitwiseCopyable, Sendable, Hashable {
    /// None where it is not of the run's pairs.
    package var symbol = SymbolID.none
    /// Counts within its pair.
    package var number: Int64 = 0
    /// The order's number, of its pair.
    package var order: Int64 = 0
    package var side = Side.buy
    package var price = Price.zero
    package var quantity = Quantity.zero
    /// What it cost, in `feeAsset`; less than zero where the exchange paid.
    package var fee: Int64 = 0
    /// In which asset the fee was taken; empty where there was none.
    package var feeAsset = ShortLabel()
    /// Whether the order rested.
    package var isMaker = false
    package var time = Timestamp.zero

    package init() {}
}
