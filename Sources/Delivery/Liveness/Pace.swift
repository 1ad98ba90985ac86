/// How often a process says that it is there, and how long of silence makes another one gone: monotonic
/// time, ns. All processes of a run have the same.
package struct Pace: Sendable {
    /// What a run has.
    package static let standard = Pace(heartbeat: 250_000_000, patience: 3_000_000_000)

    /// Time between two heartbeats.
    package let heartbeat: Int64
    /// Time without one after which a process counts as gone.
    package let patience: Int64

    /// A pace of its own.
    package init(heartbeat: Int64, patience: Int64) {
        self.heartbeat = heartbeat
        self.patience = patience
    }
}
