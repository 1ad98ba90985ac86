import Delivery
import Messages
import Stages

/// Where a process writes each input down before it handles it.
package protocol InputSink: AnyObject {
    /// Whether the next input begins a segment, with the state before it.
    var wantsSnapshot: Bool { get }

    /// The present begins: from now on every input is written, after this state.
    func begin(_ state: (inout StateWriter) -> Void) throws(HostError)

    /// Writes an input. Where nothing could be written for a while, `halt` is written in its place if there
    /// is one: answers false then, and the process handles the halt and comes again with the input.
    func write(
        _ input: FreeInput, orElse halt: FreeInput?, _ state: (inout StateWriter) -> Void
    ) throws(HostError) -> Bool

    /// Remembers what the newest input led to.
    func note(_ outbox: Outbox, answer: Message?) throws(HostError)
}
