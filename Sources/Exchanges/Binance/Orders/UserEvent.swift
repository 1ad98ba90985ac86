import Market

/// One message of an account's stream.
package enum UserEvent: Sendable, Hashable {
    /// Something happened to an order.
    case order(OrderUpdate)
    /// Balances or positions changed.
    case account(AccountUpdate)
    /// A deposit, a withdrawal or a transfer.
    case transfer(AssetBalance)
    /// A list of orders, by its client's name: whether all of it is over.
    case list(OrderName, isDone: Bool)
    /// The exchange ends the stream, or the key to it.
    case ended(why: String)
    /// The answer to a request on the socket.
    case reply(id: Int64, ExchangeRefusal?)
    /// An event that changes nothing here.
    case other(String)
}
