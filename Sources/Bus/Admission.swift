/// What a link says to a request.
public enum Admission: Sendable, Hashable {
    /// Its outcome will come under this number, which lies in `0..<limit` and is no other pending
    /// request's: an index into the asker's own table.
    case accepted(ticket: Int)
    /// That is its outcome already.
    case refused(RequestFailure)
}
