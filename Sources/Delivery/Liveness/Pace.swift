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
    /// Seconds of a simulator's market to one of the machine's; 0 where it stands until it tells a new time.
    /// `nil` for a market that lives by the wall's time.
    package private(set) var marketSpeed: Double?

    /// A pace of its own.
    package init(heartbeat: Int64, patience: Int64, tick: Int64, progress: Int64) {
        (self.heartbeat, self.patience, self.tick, self.progress) = (heartbeat, patience, tick, progress)
    }

    /// The standard pace in a live market that goes at a speed of its own: its clock ticks as often in its
    /// own time, as far as fifty ticks a second go. Who is there is told by the machine's time all the same.
    package init(marketSpeed: Double) {
        let tick = Double(Self.standard.tick) / max(1, marketSpeed)
        self.init(
            heartbeat: Self.standard.heartbeat, patience: Self.standard.patience,
            tick: max(20_000_000, Int64(tick)), progress: Self.standard.progress)
        self.marketSpeed = marketSpeed
    }
}
