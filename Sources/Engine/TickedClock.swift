/// The time that a core was told last.
package final class TickedClock {
    package var now: HostClock

    package init(_ now: HostClock) { self.now = now }
}
