import Exchanges

/// One connection to the exchange: what is subscribed to on it, and how it does. Times are monotonic.
struct Connection: Sendable {
    /// How far it is.
    enum Phase: Sendable {
        case opening, subscribing, live
    }

    let id: ConnectionID
    let triedAt: Int64
    var phase = Phase.opening
    /// What is yet to be sent, and when it may be.
    var queue: [String] = []
    var sendAt: Int64 = 0
    /// Channels that were asked for and not given yet, and by when they must be.
    var pending: [Int] = []
    var pendingUntil: Int64 = .max
    /// What the exchange said last of a request that it refused, and whether each was asked for alone since.
    var refusal: String?
    var isSingly = false
    var liveAt: Int64 = 0
    /// When something came last.
    var heardAt: Int64 = 0
    /// By when "pong" must come.
    var pongUntil: Int64 = .max
    var messages: UInt64 = 0
    var bytes: UInt64 = 0
    /// The least lag of those that came since `lagSince`, ms.
    var leastLag: Int64 = .max
    var lagSince: Int64 = 0

    init(_ id: ConnectionID, triedAt: Int64) { (self.id, self.triedAt) = (id, triedAt) }
}
