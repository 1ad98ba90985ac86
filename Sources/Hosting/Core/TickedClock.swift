/// The time that a core was told last.
final class TickedClock {
    var now: HostClock

    init(_ now: HostClock) { self.now = now }
}
