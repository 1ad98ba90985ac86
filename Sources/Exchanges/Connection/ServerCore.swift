/// A server of an exchange's API without its sockets.
public protocol ServerCore: ConnectionCore where Command == ServerCommand {
    /// A whole request. Each is answered or dropped once, at once or later.
    mutating func requested(_ request: ExchangeRequestID, _ content: HTTPRequest, at moment: Moment)
    /// A client asks for a WebSocket at this target, path and query as they came. The core accepts it by
    /// returning true; false is answered with status 404.
    mutating func opened(_ connection: ConnectionID, target: String, at moment: Moment) -> Bool
    /// A whole text message; the bytes are the shell's and hold during the call.
    mutating func received(_ text: UnsafeRawBufferPointer, on connection: ConnectionID, at moment: Moment)
    /// The client answered a ping.
    mutating func ponged(_ payload: UInt64, on connection: ConnectionID, at moment: Moment)
    /// The connection is gone.
    mutating func closed(_ connection: ConnectionID, at moment: Moment)
}
