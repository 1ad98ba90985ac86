/// A server of an exchange's API without its sockets: what came goes in, with the time at which it came,
/// and commands come out. The shell calls `wake` at `wakesAt` at the latest, and takes the commands after
/// every call.
public protocol ServerCore {
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
    /// Time has come.
    mutating func wake(at moment: Moment)
    /// When to call `wake` at the latest, monotonic nanoseconds; `.max` for never.
    var wakesAt: Int64 { get }
    /// Hands over what is to be done, oldest first, once.
    mutating func takeCommands() -> [ServerCommand]
}
