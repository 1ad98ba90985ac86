import Market
import Messages

/// The seal on an entry's approval. Only risk manager and executor hold its key.
///
/// It covers all that the children of one approval share: their leg and quantity alone may differ, and those
/// the executor holds against the approved quantity.
enum ApprovalSeal {
    static func text(
        _ intent: OrderIntent, quantity: Quantity, expires: Timestamp, run: UInt32,
        _ instruments: InstrumentTable
    ) -> SealedText {
        var text = SealedText("strata approval 1")
        text.add(run)
        text.add(intent.clientOrderID.signal)
        text.add(instruments.name(intent.symbol).utf8)
        for name in [intent.side.name, intent.purpose.name, intent.orderType.name, intent.algorithm.name] {
            text.add(name.utf8)
        }
        for price in [intent.price, intent.referencePrice, intent.stopLoss, intent.takeProfit] {
            text.add(price.raw)
        }
        text.add(intent.expires.nanoseconds)
        text.add(quantity.raw)
        text.add(expires.nanoseconds)
        return text
    }
}
