import Cores
import Stages
import Storage

/// What a process of a free run goes on from: a state, and the inputs since then.
package struct FreeTail {
    /// Whose state it is: run, start, build and hashes.
    package let mark: FreeMark
    /// The state of the process where the segment begins.
    package var state: StateReader
    /// The records behind it, which `next` reads.
    package let inputs: JournalTail

    /// The next input, from the oldest on; `nil` after the last.
    package func next() throws -> FreeRecord? { try inputs.next().map(FreeRecord.init) }
}
