/// Why a request has no answer.
public enum RequestFailure: Sendable, Hashable {
    /// The peer was missing until the deadline: the request was not sent, so nothing was done.
    case neverSent
    /// It was sent, and no answer came in time: it **may have been carried out**.
    case noAnswer
    /// Too many requests wait already: it was not sent.
    case queueFull
    /// The link was closed; a request that was sent may have been carried out.
    case closed(wasSent: Bool)
}
