import Exchanges

/// The channels that one connection carries, and the connections that carry them now: one, and for a while
/// the next one beside it.
struct Line: Sendable {
    let url: String
    let places: [Int]
    var active: Connection?
    /// The one that will take its place.
    var next: Connection?
    var delay: RetryDelay
    /// When to try a connection, monotonic, where one is wanted.
    var tryAt: Int64

    init(_ url: String, _ places: [Int], _ delay: RetryDelay, tryAt: Int64) {
        (self.url, self.places, self.delay, self.tryAt) = (url, places, delay, tryAt)
    }
}
