import Stages
import Storage

/// What a process of a free run goes on from: a state, and the inputs since then.
struct FreeTail {
    let mark: FreeMark
    var state: StateReader
    let inputs: JournalTail

    /// The next input, from the oldest on; `nil` after the last.
    func next() throws -> FreeRecord? { try inputs.next().map(FreeRecord.init) }
}
