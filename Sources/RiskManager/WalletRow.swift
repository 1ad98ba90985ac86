import Market
import Messages

/// The wallet as the executor tells it, with all profit and fees that it counts.
struct WalletRow: BitwiseCopyable, Sendable {
    var total = Money.zero
    var free = Money.zero
    var realised = Money.zero
    var fees = Money.zero
    var word = EventID.none
    var isWaiting = false
}
