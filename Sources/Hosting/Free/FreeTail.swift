import Stages
import Storage

/// What a process of a free run goes on from: a state, and the inputs since then.
struct FreeTail {
    /// The start whose numbers go on.
    let epoch: UInt32
    var state: StateReader
    let inputs: JournalTail

    /// The next input, from the oldest on; `nil` after the last.
    func next() throws -> FreeInput? {
        guard let bytes = try inputs.next() else { return nil }
        guard bytes.count == MemoryLayout<FreeInput>.size else {
            throw StateError.tooShort(at: 0, expected: MemoryLayout<FreeInput>.size)
        }
        return bytes.loadUnaligned(as: FreeInput.self)
    }
}
