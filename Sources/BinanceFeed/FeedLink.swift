import Exchanges

/// The streams that one connection carries, and the connections that carry them now: one, and for a while
/// the next one beside it.
struct FeedLink: Sendable {
    let route: Route
    let streams: [Int]
    var active: FeedConnection?
    /// The one that will take its place.
    var next: FeedConnection?
    var delay: RetryDelay
    /// When to try a connection, monotonic, where one is wanted.
    var tryAt: Int64 = .max
    /// Whether the active one is to be replaced.
    var isRenewing = false

    init(_ route: Route, _ streams: [Int], _ delay: RetryDelay) {
        (self.route, self.streams, self.delay) = (route, streams, delay)
    }
}
