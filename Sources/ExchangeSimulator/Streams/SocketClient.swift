import Exchanges
import Market

/// A socket that stands.
struct SocketClient: Sendable {
    let id: ConnectionID
    let route: SocketRoute
    var isCombined: Bool
    /// The streams that it asked for, in order, those that never tell anything among them.
    var streams: [String] = []
    /// Connection time: since when it stands, when the last pong came, and when the next ping is due.
    let openedAt: Int64
    var pongedAt: Int64
    var nextPing: Int64
    /// The account that is logged on, of a socket for requests.
    var account: Int?
    /// How many subscriptions to accounts it had, and whether it has one.
    var subscriptions: Int64 = 0
    var listens = false
    /// When its messages of the last second came.
    var messages: [Int64] = []

    init(_ id: ConnectionID, _ route: SocketRoute, at life: Int64) {
        (self.id, self.route, isCombined) = (id, route, route.isCombined)
        (openedAt, pongedAt) = (life, life)
        nextPing = life + SocketRules(route.market).pingEvery
    }
}
