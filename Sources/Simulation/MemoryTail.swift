import Cores
import Delivery
import Messages
import Stages
import Telemetry

/// The inputs of a journal in memory, for a process that goes on; what they lead to is held against what it
/// was.
struct MemoryTail: InputTail {
    private let process: SimulatedProcess
    /// Takes what nobody heard: the process died before it had handled it.
    private let hear: (FreeInput, Outbox, Message?) -> Void
    private var place = -1

    init(_ process: SimulatedProcess, hear: @escaping (FreeInput, Outbox, Message?) -> Void) {
        self.process = process
        self.hear = hear
    }

    mutating func next() -> FreeInput? {
        place += 1
        process.tap.clear()
        return place < process.journal.entries.count ? process.journal.entries[place].input : nil
    }

    func check(_ outbox: Outbox, answer: Message?) throws(HostError) {
        let (entry, led) = (process.journal.entries[place], MemoryJournal.Led(outbox, answer))
        guard let before = entry.led else {
            hear(entry.input, outbox, answer)
            return process.journal.handled(place, led)
        }
        guard before == led else {
            throw .failed("\(entry.input) led to \(before) before its restart, and to \(led) after it")
        }
    }
}
