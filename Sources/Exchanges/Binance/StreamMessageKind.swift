/// The kinds of messages that come on the exchange's streams.
package enum StreamMessageKind: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    /// Best bid and ask.
    case ticker
    /// One trade.
    case trade
    /// What one order took at one price.
    case aggregateTrade
    /// A candle, closed or not.
    case kline
    /// A change of the book, or a whole one.
    case depth
    /// Mark price and funding rate.
    case markPrice
    /// The answer to a request on the socket.
    case reply
    /// The exchange is about to close the connection.
    case shutdown
    /// Nothing that is known.
    case unknown
}
