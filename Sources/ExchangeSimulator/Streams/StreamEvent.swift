/// What a stream has to say.
struct StreamEvent: Sendable {
    /// The stream: its symbol's place, `nil` for all of them, and its own.
    var symbol: Int?
    var stream: Int
    var bytes: [UInt8]
}
