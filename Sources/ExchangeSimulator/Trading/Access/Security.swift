/// What a request must show.
enum Security: Sendable {
    /// Nothing: the socket itself.
    case none
    /// The key alone.
    case key
    /// The key, a time, and a signature on all of it.
    case signed
}
