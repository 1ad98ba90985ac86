import Cores
import Stages
import Storage

/// What a process of a free run goes on from: a state, and the inputs since then.
package struct FreeTail {
    package let mark: FreeMark
    package var state: StateReader
    package let inputs: JournalTail

    /// The next input, from the oldest on; `nil` after the last.
    package func next() throws -> FreeRecord? { try inputs.next().map(FreeRecord.init) }
}
