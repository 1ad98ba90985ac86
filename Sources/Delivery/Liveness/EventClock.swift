import Market

/// What event time it is in a live run, where nothing tells it just now: it goes on from the newest that was
/// told as the wall does.
package struct EventClock {
    private var told: Timestamp
    private var toldAt: Int64
    private var isTold = false

    /// - Parameters:
    ///   - wall: what the wall shows, ns since 1970: as good as it gets before anything was told.
    ///   - now: monotonic time, ns.
    package init(wall: Int64, now: Int64) {
        told = Timestamp(nanoseconds: wall)
        toldAt = now
    }

    /// What time it is.
    package func time(at now: Int64) -> Timestamp { told + TimeSpan(nanoseconds: max(0, now - toldAt)) }

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
