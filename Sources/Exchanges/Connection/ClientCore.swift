/// A client of an exchange without its sockets.
///
/// One command `open` is answered by `opened` and later `closed`, or by `closed` alone; one `request` by
/// exactly one `answered` or `failed`. Nothing of a connection comes after its `closed`.
public protocol ClientCore: ConnectionCore where Command == ClientCommand {
    /// The connection stands.
    mutating func opened(_ connection: ConnectionID, at moment: Moment)
    /// A whole text message, whatever its fragments; the bytes are the shell's and hold during the call.
    mutating func received(_ text: UnsafeRawBufferPointer, on connection: ConnectionID, at moment: Moment)
    /// The peer answered a ping.
    mutating func ponged(_ payload: UInt64, on connection: ConnectionID, at moment: Moment)
    /// The connection is gone, or never came to be.
    mutating func closed(_ connection: ConnectionID, _ end: ConnectionEnd, at moment: Moment)
    /// A request's answer.
    mutating func answered(_ request: ExchangeRequestID, _ response: HTTPResponse, at moment: Moment)
    /// A request got no answer; whether it arrived is unknown.
    mutating func failed(_ request: ExchangeRequestID, _ end: ConnectionEnd, at moment: Moment)
}
