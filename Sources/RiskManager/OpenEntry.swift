import Market
import Messages

/// An entry order that the executor has: what is in no position yet counts as exposure. It took its
/// quantity over from the reservation, so that nothing counts twice. A final one is kept for a while, to
/// know late messages again.
struct OpenEntry: BitwiseCopyable, Sendable {
    var order: ClientOrderID
    var symbol: SymbolID
    var side: Side
    /// Ordered quantity; absent until the order's state was seen.
    var ordered = Quantity.absent
    /// Quantity taken over from the reservation, base asset.
    var taken = Quantity.zero
    /// Quantity filled, by the fills and by the order's states; they come in any order.
    var filled = Quantity.zero
    var executed = Quantity.zero
    /// Price by which it was approved, USDT.
    var price: Price
    var isFinal = false
    /// Event time after which it is forgotten, if it is final.
    var keepUntil: Timestamp

    /// Quantity that is in no position yet, base asset: what may still fill, and what was executed by the
    /// order's states while the fill itself is still on its way.
    var left: Quantity {
        let onItsWay = max(.zero, executed - filled)
        guard !isFinal, let ordered = ordered.present else { return onItsWay }
        return max(.zero, ordered - max(filled, executed)) + onItsWay
    }

    /// Its value, USDT: by the higher of its price and the mark. It may have become a position already whose
    /// fill is not heard yet, and counts as one then.
    func value(at mark: Price) -> Money { left.notional(at: max(price, mark), .up) ?? .zero }
}
