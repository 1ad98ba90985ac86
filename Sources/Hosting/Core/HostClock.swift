/// What time it is outside, for a core that reads no clock: deadlines and durations by the monotonic one,
/// what is written down by the wall's.
struct HostClock: BitwiseCopyable, Sendable {
    /// Nanoseconds since an arbitrary start; never runs back.
    var monotonic: Int64
    /// Nanoseconds since 1970-01-01 00:00 UTC; may jump.
    var wall: Int64

    init(monotonic: Int64, wall: Int64) {
        self.monotonic = monotonic
        self.wall = wall
    }
}
