import Exchanges

/// What is on its way between a client's core and an exchange's.
enum FeedPacket {
    case request(ExchangeRequestID, HTTPRequest)
    case answer(ExchangeRequestID, HTTPResponse)
    /// No answer comes; the client learns of it.
    case noAnswer(ExchangeRequestID, ConnectionEnd)
    case connect(ConnectionID, target: String)
    case accepted(ConnectionID)
    /// The client learns that a connection is gone, or never came to be.
    case ended(ConnectionID, ConnectionEnd)
    /// The exchange learns that a connection is gone.
    case gone(ConnectionID)
    case textToExchange(ConnectionID, String)
    case textToClient(ConnectionID, [UInt8])
    case pingToExchange(ConnectionID, UInt64)
    case pingToClient(ConnectionID, UInt64)
    case pongToExchange(ConnectionID, UInt64)
    case pongToClient(ConnectionID, UInt64)
}
