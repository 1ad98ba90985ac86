import Glibc

/// The time of day in UTC: for what is written down. It may jump; deadlines use `MonotonicClock`.
public enum WallClock {
    /// Nanoseconds since 1970-01-01 00:00 UTC (`CLOCK_REALTIME`).
    public static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
