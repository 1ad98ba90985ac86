import Market
import Messages

/// An event of an account's stream about one order.
package struct OrderUpdate: BitwiseCopyable, Sendable, Hashable {
    /// What happened to it.
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        case new, canceled, replaced, rejected, trade, expired
        /// Taken off the book instead of meeting an order of the same account.
        case prevented
        /// The exchange closes a position.
        case calculated
        /// Something that is not known.
        case other
    }

    /// What happened to it.
    package var kind = Kind.other
    /// How it stands since.
    package var order = ExchangeOrder()
    /// The fill, where there is one.
    package var trade: ExchangeTrade?
    /// When the exchange did it.
    package var time = Timestamp.zero

    package init() {}
}
