/// The kinds of messages that come on OKX's public channels.
package enum OKXMessageKind: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    /// Best bid and ask.
    case ticker
    /// Trades: what one order took at one price.
    case trades
    /// A whole book, or a change of it.
    case book
    /// Minute candles, closed or not.
    case candles
    /// A channel is subscribed to, or no longer.
    case subscribed, unsubscribed
    /// A request on the socket was refused.
    case refused
    /// The exchange has something to say of the connection: it goes down soon.
    case notice
    /// Nothing that is known.
    case unknown
}
