import Cores
import Delivery
import Messages
import Stages

/// Writes inputs into a journal on disk. While that can't be done the process stands still, and halts as soon
/// as it can, before it handles what waited.
package final class DurableInputs: InputSink {
    private let journal: FreeJournal
    private let still: StandStill

    package init(_ journal: FreeJournal, _ still: StandStill) {
        self.journal = journal
        self.still = still
    }

    /// Whether the next input begins a segment, with the state before it.
    package var wantsSnapshot: Bool { journal.wantsSnapshot }

    /// Begins a segment with this state; stands still while the disk takes nothing.
    /// - Throws: what is no matter of the disk.
    package func begin(_ state: (inout StateWriter) -> Void) throws(HostError) {
        do { try still.keep { try journal.begin(state) } } catch { throw HostError(any: error) }
    }

    /// Writes an input; stands still while the disk takes nothing, and then writes `halt` in its place and
    /// answers
    /// false, so that the process halts before it handles what waited.
    /// - Throws: what is no matter of the disk.
    package func write(
        _ input: FreeInput, orElse halt: FreeInput?, _ state: (inout StateWriter) -> Void
    ) throws(HostError) -> Bool {
        do {
            try journal.append(input, state)
        } catch where StandStill.isOfDisk(error) {
            do { try still.insist(after: error) { try journal.append(halt ?? input, state) } } catch {
                throw HostError(any: error)
            }
            if halt == nil { return true }
            still.isHaltDue = false
            return false
        } catch {
            throw HostError(any: error)
        }
        return true
    }

    /// Writes what the newest input led to, as a hash.
    package func note(_ outbox: Outbox, answer: Message?) throws(HostError) {
        // The hash is made once what was said is on its way: nobody waits for it.
        do { try journal.note(outbox, answer: answer) } catch { throw .failed("\(error)") }
    }
}
