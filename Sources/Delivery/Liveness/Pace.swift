/// How often a process says that it is there, how long of silence makes another one gone, and how often time
/// is told where nothing else tells it: monotonic time, ns. All processes of a run have the same.
package struct Pace: Sendable {
    /// What a run has.
    package static let standard = Pace(
        heartbeat: 250_000_000, patience: 3_000_000_000, tick: 1_000_000_000, progress: 1_000_000_000)

    /// Time between two heartbeats.
    package let heartbeat: Int64
    /// Time without one after which a process counts as gone.
    package let patience: Int64
    /// Time without an event of a live market after which its clock ticks.
    package let tick: Int64
    /// Time between two words of how far a live market was handled.
    package let progress: Int64

    /// A pace of its own.
    package init(heartbeat: Int64, patience: Int64, tick: Int64, progress: Int64) {
        (self.heartbeat, self.patience, self.tick, self.progress) = (heartbeat, patience, tick, progress)
    }
}
