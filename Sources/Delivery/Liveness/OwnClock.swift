import Engine
import Market

/// The clock of a process of a live run, for while the feed handler, whose clock is everybody's, is gone.
package struct OwnClock {
    /// What time it is.
    package var clock: EventClock
    /// When it ticks next, monotonic ns.
    package private(set) var due: Int64 = 0
    private let tick: Int64

    /// It ticks by the pace of the run.
    package init(_ now: HostClock, _ pace: Pace) {
        clock = EventClock(wall: now.wall, now: now.monotonic, speed: pace.marketSpeed)
        tick = pace.tick
    }

    /// The time to tell now, where a tick is due and time has gone on.
    package mutating func next(after time: Timestamp, at now: Int64) -> Timestamp? {
        guard now >= due, clock.isKnown else { return nil }
        due = now + tick
        let next = clock.time(at: now)
        return next > time ? next : nil
    }
}
