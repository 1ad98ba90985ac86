import Exchanges
import Market

/// What the exchange's clock shows, by the answers that told it.
struct ServerClock: Sendable {
    /// What to add to this machine's wall clock; the exchange tells whole milliseconds.
    private(set) var offset = TimeSpan(nanoseconds: 0)
    /// By how much that may be wrong: half the way there and back, and the half of a millisecond.
    private(set) var error = TimeSpan(nanoseconds: .max)
    private var measuredAt: Int64 = .min
    /// How far the wall clock was ahead of the monotonic one when that was measured.
    private var wallAhead: Int64 = 0

    /// Whether it was told at all.
    var isKnown: Bool { measuredAt != .min }

    /// The exchange's time at this moment.
    func now(_ moment: Moment) -> Timestamp { moment.wall + offset }

    /// Takes an answer to the question for the time.
    mutating func take(_ time: Timestamp, askedAt: Moment, answeredAt: Moment) {
        let way = max(0, answeredAt.monotonic - askedAt.monotonic)
        offset = TimeSpan(
            nanoseconds: time.nanoseconds + 500_000 + way / 2 - answeredAt.wall.nanoseconds)
        error = TimeSpan(nanoseconds: way / 2 + 500_000)
        measuredAt = answeredAt.monotonic
        wallAhead = answeredAt.wall.nanoseconds - answeredAt.monotonic
    }

    /// Whether to ask: the answer is old, or this machine's clock was set since.
    func isStale(at moment: Moment, after age: Int64) -> Bool {
        let step = abs(moment.wall.nanoseconds - moment.monotonic - wallAhead)
        return !isKnown || moment.monotonic - measuredAt >= age || step > 250_000_000
    }
}
