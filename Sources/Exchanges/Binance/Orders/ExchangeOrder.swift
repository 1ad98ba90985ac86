import Market
import Messages

/// An order as the exchange tells it, in an answer, a list or an event of either market.
package struct ExchangeOrder: BitwiseCopyable, Sendable, Hashable {
    /// Where it stands, in the exchange's words.
    package enum Status: UInt8, BitwiseCopyable, Sendable, CaseIterable {
        /// On the book, or waiting for its trigger.
        case new
        /// A part of a list that waits for another.
        case pendingNew
        case partiallyFilled
        case filled
        case canceled
        case rejected
        case expired
        /// Taken off the book where it would have met an order of the same account.
        case expiredInMatch

        /// The exchange's word.
        var word: StaticString {
            switch self {
            case .new: "NEW"
            case .pendingNew: "PENDING_NEW"
            case .partiallyFilled: "PARTIALLY_FILLED"
            case .filled: "FILLED"
            case .canceled: "CANCELED"
            case .rejected: "REJECTED"
            case .expired: "EXPIRED"
            case .expiredInMatch: "EXPIRED_IN_MATCH"
            }
        }

        /// The same in Strata's words.
        package var order: OrderStatus {
            switch self {
            case .new, .pendingNew: .new
            case .partiallyFilled: .partiallyFilled
            case .filled: .filled
            case .canceled: .cancelled
            case .rejected: .rejected
            case .expired, .expiredInMatch: .expired
            }
        }
    }

    /// None where it is not of the run's pairs.
    package var symbol = SymbolID.none
    /// The exchange's number of it, of its pair; of a conditional order of futures its `algoId`.
    package var number: Int64 = 0
    /// Who gave it, and which order it is.
    package var name = OrderName()
    package var status = Status.new
    package var side = Side.buy
    /// All that was ordered, and what of it is filled.
    package var quantity = Quantity.zero
    package var executed = Quantity.zero
    /// The limit; zero where it has none.
    package var price = Price.zero
    /// The trigger; zero where it has none.
    package var trigger = Price.zero
    /// Whether it can only make a position smaller; futures alone tell it.
    package var reduces = false
    /// Whether it is a conditional order of futures, which becomes another one as it is triggered.
    package var isConditional = false
    /// The number of the order that a triggered one became; zero where there is none yet.
    package var child: Int64 = 0
    /// When it last changed.
    package var updated = Timestamp.zero

    package init() {}
}
