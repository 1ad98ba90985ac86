import Market
import Messages

/// An approval that was given: its exposure counts until its orders are seen, or until there can be none. An
/// ended one is remembered, for a signal is approved once.
struct Reservation: BitwiseCopyable, Sendable {
    var signal: Label
    var symbol: SymbolID
    var side: Side
    /// What was approved, and what of it no order has taken over yet, base asset.
    var approved: Quantity
    var left: Quantity
    /// Price by which it was approved, USDT.
    var price: Price
    var fingerprint: UInt64
    var expires: Timestamp
    /// Event time until which it counts: beyond its end as long as it was good, since the executor may have
    /// died with the word that it took the order; and longer where the executor is gone.
    var countsUntil: Timestamp
    /// Event time until which it is remembered at least, also when it counts no more: to the end of its
    /// signal's life, so that the question said again, by whomever, reserves nothing a second time.
    var signalEnds: Timestamp

    /// Value of the rest, USDT: by the higher of its price and the mark, since by the mark it is a position.
    func value(at mark: Price) -> Money { left.notional(at: max(price, mark), .up) ?? .zero }
}
