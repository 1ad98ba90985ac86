import Bus
import Engine

extension HostClock {
    /// What time it is, by the machine's clocks.
    package static var now: HostClock { HostClock(monotonic: MonotonicClock.now(), wall: WallClock.now()) }
}
