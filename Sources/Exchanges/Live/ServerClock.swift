import Market

/// What the exchange's clock shows, by the answers that told it.
package struct ServerClock: Sendable {
    /// What to add to this machine's wall clock; the exchange tells whole milliseconds.
    @usableFromInline package private(set) var offset = TimeSpan(nanoseconds: 0)
    /// By how much that may be wrong: half the way there and back, and the half of a millisecond.
    package private(set) var error = TimeSpan(nanoseconds: .max)
    @usableFromInline var measuredAt: Int64 = .min
    /// How far the wall clock was ahead of the monotonic one when that was measured.
    private var wallAhead: Int64 = 0
    /// A simulator's seconds to one of the machine's; what it showed when it was measured.
    @usableFromInline let speed: Double?
    @usableFromInline var shown = Timestamp.zero

    /// - Parameter speed: a simulator's seconds to one of the machine's; `nil` for the wall's.
    package init(speed: Double? = nil) { self.speed = speed }

    /// Whether it was told at all.
    @inlinable package var isKnown: Bool { measuredAt != .min }

    /// The exchange's time at this moment.
    @inlinable package func now(_ moment: Moment) -> Timestamp {
        guard let speed, isKnown else { return moment.wall + offset }
        return shown + TimeSpan(nanoseconds: Int64(Double(max(0, moment.monotonic - measuredAt)) * speed))
    }

    /// The exchange's time at arrival, or when the message says it was sent where that is a little later: our
    /// idea of the exchange's clock is not exact.
    @inlinable package func eventTime(_ sent: Timestamp?, at moment: Moment) -> Timestamp {
        let now = now(moment)
        guard let sent, sent > now, sent.nanoseconds - now.nanoseconds < 1_000_000_000 else { return now }
        return sent
    }

    /// What it showed at this moment at least, however wrong our idea of it is.
    package func atLeast(_ moment: Moment) -> Timestamp { isKnown ? now(moment) - error : .zero }

    /// How long a span of the exchange's time takes on this machine, ns; while it stands, as long.
    package func machineTime(of nanoseconds: Int64) -> Int64 {
        guard let speed, speed > 0 else { return nanoseconds }
        return Int64(Double(nanoseconds) / speed)
    }

    /// A simulator says that it sent something at a time that is ahead of what is known of its clock.
    @inlinable package mutating func heard(_ time: Timestamp, at moment: Moment) {
        guard speed != nil, isKnown, time > now(moment) else { return }
        (shown, measuredAt) = (time, moment.monotonic)
    }

    /// Takes an answer to the question for the time.
    package mutating func take(_ time: Timestamp, askedAt: Moment, answeredAt: Moment) {
        let way = max(0, answeredAt.monotonic - askedAt.monotonic)
        if let speed { return follow(time, way, speed, answeredAt) }
        offset = TimeSpan(
            nanoseconds: time.nanoseconds + 500_000 + way / 2 - answeredAt.wall.nanoseconds)
        error = TimeSpan(nanoseconds: way / 2 + 500_000)
        measuredAt = answeredAt.monotonic
        wallAhead = answeredAt.wall.nanoseconds - answeredAt.monotonic
    }

    /// It never runs back: what was told stands until it is caught up with.
    private mutating func follow(_ time: Timestamp, _ way: Int64, _ speed: Double, _ moment: Moment) {
        let found = time + TimeSpan(nanoseconds: 500_000 + Int64(Double(way / 2) * speed))
        let before = isKnown ? now(moment) : .zero
        error = TimeSpan(nanoseconds: Int64(Double(way / 2) * speed) + 500_000)
        (shown, measuredAt) = (max(found, before), moment.monotonic)
    }

    /// Whether to ask: the answer is old, or this machine's clock was set since.
    package func isStale(at moment: Moment, after age: Int64) -> Bool {
        if speed != nil { return !isKnown || moment.monotonic - measuredAt >= age }
        let step = abs(moment.wall.nanoseconds - moment.monotonic - wallAhead)
        return !isKnown || moment.monotonic - measuredAt >= age || step > 250_000_000
    }
}
