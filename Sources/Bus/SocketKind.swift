import CZeroMQ

/// The patterns in use, under ZeroMQ's own names.
public enum SocketKind: Sendable, Hashable {
    /// Publishes; handles joins only inside its own calls.
    case pub
    /// Publishes and hears of joins: keep it in the poll set, or they wait until the next send.
    case xpub
    /// Hears what it subscribed to, from any number of publishers.
    case sub
    /// Asks, one request at a time: behind `RequestLink`.
    case req
    /// Answers one request after the other, as other people's programs do: ours answer by `AnswerSocket`.
    case rep
    /// Hears from many and answers each by name: behind `AnswerSocket`.
    case router
    /// One end of a link on which both may speak at any time, such as conductor and process.
    case dealer

    var code: Int32 {
        switch self {
        case .pub: ZMQ_PUB
        case .xpub: ZMQ_XPUB
        case .sub: ZMQ_SUB
        case .req: ZMQ_REQ
        case .rep: ZMQ_REP
        case .router: ZMQ_ROUTER
        case .dealer: ZMQ_DEALER
        }
    }
}
