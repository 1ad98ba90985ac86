/// The time that a core was told last.
package final class TickedClock {
    /// Wall and monotonic time as of the last tick.
    @exclusivity(unchecked) package var now: HostClock

    package init(_ now: HostClock) { self.now = now }
}
