import Market

/// A message of a journal, with the line that it stands in.
struct Heard<Value: Sendable>: Sendable {
    let entry: JournalEntry
    let value: Value

    /// Event time.
    var time: Timestamp { Timestamp(nanoseconds: Int64(entry.time)) }
}
