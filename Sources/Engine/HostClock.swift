/// What time it is outside, for a core that reads no clock: deadlines and durations by the monotonic one,
/// what is written down by the wall's.
package struct HostClock: BitwiseCopyable, Sendable {
    /// Nanoseconds since an arbitrary start; never runs back.
    package var monotonic: Int64
    /// Nanoseconds since 1970-01-01 00:00 UTC; may jump.
    package var wall: Int64

    package init(monotonic: Int64, wall: Int64) {
        self.monotonic = monotonic
        self.wall = wall
    }
}
