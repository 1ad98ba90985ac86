import Telemetry

/// How long a live feed handler takes from a socket that tells something until all that follows is published:
/// one duration a turn of its loop, so that what comes in a burst counts as late as its last.
struct PublishDelay {
    private var turns = LatencyHistogram()

    /// Adds the duration of a turn, ns.
    mutating func add(_ nanoseconds: Int64) { turns.add(nanoseconds) }

    /// A member of the status object, in microseconds.
    var field: String {
        guard turns.count > 0 else { return "\"publish_us\":{\"turns\":0}" }
        return "\"publish_us\":{\"turns\":\(turns.count),\"p50\":\(turns.microseconds(50)),"
            + "\"p99\":\(turns.microseconds(99)),\"max\":\(turns.microseconds(100))}"
    }

    /// The same for a person.
    var line: String {
        guard turns.count > 0 else { return "Published nothing yet" }
        return "Published \(turns.microseconds(50)) µs after a socket had something (p50; "
            + "p99 \(turns.microseconds(99)), at most \(turns.microseconds(100)); \(turns.count) turns)"
    }
}
