import Glibc

/// Time that only runs forwards: for deadlines and durations, never for what is written down.
public enum MonotonicClock {
    /// Nanoseconds since an arbitrary start (`CLOCK_MONOTONIC`, the clock of the reactor's timer).
    public static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The deadline `milliseconds` from now.
    public static func deadline(milliseconds: Int64) -> Int64 { now() + milliseconds * 1_000_000 }
}
