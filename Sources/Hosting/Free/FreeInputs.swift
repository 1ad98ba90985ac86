import Cores
import Delivery
import Engine
import Journals
import Messages

/// The inputs of a journal since its newest snapshot; what they lead to is held against what the journal
/// says.
struct FreeInputs: InputTail {
    private let journal: FreeJournal
    private let tail: FreeTail
    private var upcoming: FreeRecord?

    init(_ tail: FreeTail, of journal: FreeJournal) throws {
        self.journal = journal
        self.tail = tail
        upcoming = try tail.next()
    }

    mutating func next() throws -> FreeInput? {
        guard let found = upcoming else { return nil }
        upcoming = try tail.next()
        return found.input
    }

    mutating func check(_ outbox: Outbox, answer: Message?) throws {
        try journal.noteAgain(outbox, answer: answer, next: upcoming)
    }
}
