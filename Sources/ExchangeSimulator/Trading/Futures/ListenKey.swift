/// A key under which an account's events are heard.
struct ListenKey: Sendable {
    /// How long it is good for after it was made or kept, nanoseconds of connection time.
    static let span: Int64 = 3600 * 1_000_000_000

    let account: Int
    let text: String
    /// Connection time at which it ends.
    var until: Int64
}
