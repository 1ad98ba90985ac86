import Exchanges
import Market

/// How much weight an address used in the minute, and what comes of too much: 429 to the end of the minute,
/// and for whoever goes on regardless 418, for longer each time.
struct WeightMeter: Sendable {
    /// How often it may be refused in a minute before it is banned.
    static let patience = 10

    private let limit: Int64
    private var minute = Timestamp.zero
    private(set) var used: Int64 = 0
    private var refusals = 0
    private var bans = 0
    private var bannedUntil = Timestamp.zero

    init(limit: Int64) { self.limit = limit }

    /// Counts a request; answers why it is refused, with the seconds to wait.
    mutating func count(_ weight: Int64, at time: Timestamp) -> (error: ExchangeError, wait: Int64)? {
        let now = time.floor(to: .minutes(1))
        if now != minute { (minute, used, refusals) = (now, 0, 0) }
        if time < bannedUntil { return ban(time) }
        used += weight
        guard used > limit else { return nil }
        refusals += 1
        if refusals > Self.patience {
            bans += 1
            // Two minutes, then twice as long each time, three days at most.
            bannedUntil = time + min(.minutes(1 << Int64(min(bans, 12))), .days(3))
            return ban(time)
        }
        let message =
            "Too much request weight used; current limit is \(limit) request weight per 1 MINUTE. "
            + "Please use WebSocket Streams for live updates to avoid polling the API."
        return (ExchangeError(-1003, message, status: 429), Self.seconds(from: time, to: now + .minutes(1)))
    }

    /// Takes back what a request was counted for.
    mutating func give(back weight: Int64) { used = max(0, used - weight) }

    /// Refuses everything until a moment, as a ban does.
    mutating func ban(until time: Timestamp) { bannedUntil = time }

    /// Uses up what is left of the minute.
    mutating func exhaust(at time: Timestamp) {
        (minute, used) = (time.floor(to: .minutes(1)), limit)
    }

    private func ban(_ time: Timestamp) -> (error: ExchangeError, wait: Int64) {
        let message =
            "Way too much request weight used; IP banned until \(bannedUntil.milliseconds). "
            + "Please use WebSocket Streams for live updates to avoid bans."
        return (ExchangeError(-1003, message, status: 418), Self.seconds(from: time, to: bannedUntil))
    }

    private static func seconds(from: Timestamp, to: Timestamp) -> Int64 {
        max(1, ((to - from).nanoseconds + 999_999_999) / 1_000_000_000)
    }
}
