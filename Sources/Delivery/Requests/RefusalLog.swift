import Telemetry

/// Tells what a process refuses, at a rate that fills no log: the first ones each by itself, of the rest how
/// many they were and what the last was. All are counted where they happen.
package final class RefusalLog {
    /// How many are told at once, and a second from then on.
    private static let burst = 20.0
    private static let rate = 0.1
    /// Wall time between two words about those that were not told, ns.
    package static let interval: Int64 = 10_000_000_000

    private let write: (String) -> Void
    private var bucket = TokenBucket(rate: rate, capacity: burst)
    /// What was not told yet: how many, the last, and when it is due.
    private var untold = 0
    private var last = ""
    private var due: Int64 = .max

    package convenience init(_ log: Log) { self.init { log.write(.warning, $0) } }

    package init(_ write: @escaping (String) -> Void) { self.write = write }

    /// A refusal, at a moment of monotonic time.
    package func add(_ why: String, at now: Int64) {
        if untold == 0, bucket.take(at: now) { return write(why) }
        if untold == 0 { due = now + Self.interval }
        untold += 1
        last = why
    }

    /// Tells the rest, where it is due: called with each heartbeat.
    package func tell(at now: Int64) {
        guard now >= due else { return }
        tellRest()
    }

    /// Tells the rest now: the process ends.
    package func tellRest() {
        guard untold > 0 else { return }
        write("\(untold) more \(untold == 1 ? "was" : "were") refused; the last: \(last)")
        (untold, due) = (0, .max)
    }
}
