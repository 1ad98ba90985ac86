import Exchanges
import Market

/// One connection to the exchange's streams: what was subscribed to on it, and how it does. Times are of the
/// monotonic clock.
struct FeedConnection: Sendable {
    /// How far it is.
    enum Phase: Sendable {
        case opening, subscribing, live
    }

    /// A request on the socket whose answer is awaited.
    struct Asked: Sendable {
        let id: Int64
        let streams: [Int]
        let until: Int64
    }

    let id: ConnectionID
    let link: Int
    let triedAt: Int64
    var phase = Phase.opening
    /// Streams that are yet to be subscribed to, those of one message each.
    var batches: [[Int]] = []
    var asked: [Asked] = []
    /// Nothing is sent before this: the exchange counts what it is sent.
    var sendAt: Int64 = 0
    var openedAt: Int64 = 0
    var liveAt: Int64 = 0
    var messageAt: Int64 = 0
    var messages: UInt64 = 0
    var bytes: UInt64 = 0
    var pingAt: Int64 = .max
    var pongUntil: Int64 = .max
    var pingPayload: UInt64 = 0
    /// When a new one takes its place.
    var renewAt: Int64 = .max
    /// The least lag of those that came since `lagSince`.
    var leastLag: Int64 = .max
    var lagSince: Int64 = 0

    init(_ id: ConnectionID, link: Int, triedAt: Int64) {
        (self.id, self.link, self.triedAt) = (id, link, triedAt)
    }

    /// A message came, if it came on this one.
    mutating func note(_ id: ConnectionID, bytes: Int, at now: Int64) -> Bool {
        guard id == self.id else { return false }
        messageAt = now
        messages += 1
        self.bytes += UInt64(bytes)
        return true
    }

    /// How long it was under way, if it came on this one.
    mutating func note(lag: Int64, on id: ConnectionID) -> Bool {
        guard id == self.id else { return false }
        leastLag = min(leastLag, lag)
        return true
    }
}
