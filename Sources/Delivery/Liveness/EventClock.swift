import Market

/// What event time it is in a live run, where nothing tells it just now: it goes on from the newest that was
/// told as the wall does.
package struct EventClock {
    private var told: Timestamp
    private var toldAt: Int64
    private var isTold = false
    /// Whether it can say what time it is: a market that doesn't live by the wall's time has to tell its own.
    package var isKnown: Bool { isTold || speed == nil }
    private let speed: Double?

    /// - Parameters:
    ///   - wall: what the wall shows, ns since 1970: as good as it gets before anything was told.
    ///   - now: monotonic time, ns.
    ///   - speed: a simulator's seconds to one of the machine's; `nil` for a market that lives by the wall's
    ///     time.
    package init(wall: Int64, now: Int64, speed: Double? = nil) {
        told = Timestamp(nanoseconds: wall)
        toldAt = now
        self.speed = speed
    }

    /// What time it is.
    package func time(at now: Int64) -> Timestamp {
        let passed = max(0, now - toldAt)
        return told + TimeSpan(nanoseconds: speed.map { Int64(Double(passed) * $0) } ?? passed)
    }

    /// Somebody told a time. One that is behind was long on its way; that with the shortest way tells most.
    /// Where the first that is told is over a day past, its market lives at another date than the wall's.
    /// Who knows no time yet tells none.
    package mutating func heard(_ time: Timestamp, at now: Int64) {
        guard time > .zero else { return }
        let isElsewhere = !isTold && self.time(at: now) - time > .days(1)
        isTold = true
        guard isElsewhere || time > self.time(at: now) else { return }
        (told, toldAt) = (time, now)
    }
}
