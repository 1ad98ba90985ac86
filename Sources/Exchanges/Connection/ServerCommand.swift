/// What a server's core wants of the shell that holds its sockets.
public enum ServerCommand: Sendable, Hashable {
    /// Answer a request.
    case answer(ExchangeRequestID, HTTPResponse)
    /// Send a text message; those with the same bytes share them.
    case send(ConnectionID, [UInt8])
    /// Send a ping.
    case ping(ConnectionID, payload: UInt64)
    /// Close with this code and reason.
    case close(ConnectionID, code: Int, reason: String)
    /// Cut the connection without a word, as a broken network does.
    case cut(ConnectionID)
    /// Cut the connection of a request without an answer.
    case drop(ExchangeRequestID)
    /// Answer nothing on this connection from now on, no ping either, and keep it open: half open.
    case silence(ConnectionID)
}
