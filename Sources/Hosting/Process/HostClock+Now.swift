import Bus

extension HostClock {
    /// What time it is, by the machine's clocks.
    static var now: HostClock { HostClock(monotonic: MonotonicClock.now(), wall: WallClock.now()) }
}
