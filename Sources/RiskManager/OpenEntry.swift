import Market
import Messages

/// An entry order that the executor has: what is in no position yet counts as exposure. It took its
/// quantity over from the reservation, so that nothing counts twice. A final one is kept for a while, to
/// know late messages again, and those that are told again.
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
    /// Event time after which no word about it is on its way any more, if it is final.
    var keepUntil: Timestamp

    /// What the order's states say was executed while the fill itself is still on its way, base asset.
    var onItsWay: Quantity { max(.zero, executed - filled) }

    /// Quantity that is in no position yet, base asset: what may still fill, and what is on its way.
    var left: Quantity {
        guard !isFinal, let ordered = ordered.present else { return onItsWay }
        return max(.zero, ordered - max(filled, executed)) + onItsWay
    }

    /// Its value, USDT: by the higher of its price and the mark. It may have become a position already whose
    /// fill is not heard yet, and counts as one then.
    func value(at mark: Price) -> Money { left.notional(at: max(price, mark), .up) ?? .zero }

    /// Whether it ended so long ago that no word about it is on its way any more.
    func isOver(at time: Timestamp) -> Bool { isFinal && keepUntil < time }

    /// Takes the order's state over. An end stays, whatever older state comes after it, until more was
    /// executed: a fill may prove a presumed refusal wrong.
    mutating func hear(_ state: OrderState, keepUntil: Timestamp) {
        let isNews = state.executedQuantity > executed
        executed = max(executed, state.executedQuantity)
        if state.status.isFinal, !isFinal || isNews {
            isFinal = true
            self.keepUntil = keepUntil
        } else if isNews {
            isFinal = false
        }
    }

    /// What was executed is in the position.
    mutating func settle() { filled = max(filled, executed) }
}
