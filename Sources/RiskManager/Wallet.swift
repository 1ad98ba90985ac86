import Market
import Messages

/// The account's money as the executor tells it, and what of it is open.
struct Wallet: BitwiseCopyable, Sendable {
    /// Balance without open profit, and what of it is free, USDT.
    var total = Money.zero
    var free = Money.zero
    /// Profit closed and fees of pairs that were traded once and aren't any more, USDT.
    var formerProfit = Money.zero
    var formerFees = Money.zero
    /// Value of the open positions that belongs to the equity: their open profit on futures, their whole
    /// value on spot, USDT.
    var open = Money.zero
    /// Whether the executor has told the balance and every position: before that no entry goes.
    var isKnown = false
    /// The executor's word that the balance was last taken from, and one that waits for what it counts.
    var word = EventID.none
    var waiting = WalletRow()
}
