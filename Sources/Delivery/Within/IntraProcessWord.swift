/// What one stage of a process has for another.
package enum IntraProcessWord: BitwiseCopyable {
    /// Said to whoever subscribes.
    case frame
    /// Asked; the one answer goes back under this number, which is below zero: those that a socket gives its
    /// requests are above.
    case request(Int)
    /// The answer to what was asked on a line under a ticket.
    case answer(RequestLine, ticket: Int)
}
