import Market
import Messages

/// A stop or target as the venue has it: a plain order that reduces, under the name of its size.
struct BracketPiece: BitwiseCopyable, Sendable {
    enum State: UInt8, BitwiseCopyable, Sendable {
        /// It was asked for, and no answer came yet.
        case placing
        /// No answer came: the venue is asked whether it has it.
        case doubtful
        /// The venue's books named it, and the venue is asked whether it still stands.
        case found
        case resting
        /// Its cancel was asked for.
        case cancelling
    }

    let id: ClientOrderID
    let symbol: SymbolID
    let purpose: Purpose
    let side: Side
    let price: Price
    /// What is open of it.
    var quantity: Quantity
    var state: State
    /// When the venue is asked about it again.
    var askAgain = Timestamp.never
    /// It was placed a second time under its name: from then on there is time between two tries.
    var wasPlacedAgain = false
    /// The venue's books were asked for and have not named it.
    var isDoubted = false

    /// Whether it may rest, or come to rest, and nobody knows it yet.
    var isInFlight: Bool { state == .placing || state == .doubtful || state == .found }

    /// The order to place.
    var intent: OrderIntent {
        var intent = OrderIntent()
        (intent.clientOrderID, intent.symbol, intent.side) = (id, symbol, side)
        (intent.purpose, intent.orderType) = (purpose, purpose == .stop ? .market : .limit)
        (intent.quantity, intent.price, intent.referencePrice) = (quantity, price, price)
        intent.expires = .never
        return intent
    }
}
