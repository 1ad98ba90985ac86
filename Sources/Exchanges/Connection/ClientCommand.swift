/// What a client's core wants of the shell that holds its sockets.
public enum ClientCommand: Sendable, Hashable {
    /// Connect to this URL (`ws://` or `wss://`, TLS verified).
    case open(ConnectionID, url: String)
    /// Send a text message.
    case send(ConnectionID, String)
    /// Sign this request and send it.
    case sendSigned(ConnectionID, SignedMessage)
    /// Send a ping with this payload; the pong that answers it comes back with the same.
    case ping(ConnectionID, payload: UInt64)
    /// Close it; its end is told as `ConnectionEnd.wanted`.
    case close(ConnectionID)
    /// Send this request to the base URL (`http://` or `https://`, host and port only).
    case request(ExchangeRequestID, HTTPRequest, base: String, timeoutMilliseconds: Int)
}
