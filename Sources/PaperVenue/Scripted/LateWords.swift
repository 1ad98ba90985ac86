import Market
import Messages
import Stages

/// What a scripted venue has to say and has not said yet.
struct LateWords: Sendable {
    struct Entry: BitwiseCopyable, Sendable {
        let due: Timestamp
        /// Of two that are due at once the one that was added first comes first.
        let number: UInt64
        let word: VenueWord
        /// Whether it was said before.
        let isDouble: Bool
    }

    private(set) var entries: [Entry] = []
    private var added: UInt64 = 0

    /// When the next one is due.
    var due: Timestamp { entries.first?.due ?? .never }

    /// When the last thing is due that is said of an order for the first time.
    func due(of order: ClientOrderID) -> Timestamp? {
        entries.last {
            guard !$0.isDouble, case .event(let event) = $0.word else { return false }
            return event.clientOrderID == order
        }?.due
    }

    mutating func add(_ word: VenueWord, due: Timestamp, isDouble: Bool = false) {
        added += 1
        let place = entries.firstIndex { $0.due > due } ?? entries.count
        entries.insert(Entry(due: due, number: added, word: word, isDouble: isDouble), at: place)
    }

    /// The next that is due by a time.
    mutating func take(by time: Timestamp) -> VenueWord? {
        guard due <= time else { return nil }
        return entries.removeFirst().word
    }

    /// All events that were not said yet, in order, whenever they are due.
    mutating func takeEvents() -> [VenueWord] {
        let isFresh = { (entry: Entry) in
            if case .event = entry.word { !entry.isDouble } else { false }
        }
        defer { entries.removeAll(where: isFresh) }
        return entries.filter(isFresh).map(\.word)
    }

    /// The answers that are still to come will not.
    mutating func giveUpAnswers(at time: Timestamp, _ effects: inout Effects) {
        for entry in entries {
            if case .answered(let id, _) = entry.word { effects.unanswer(id, .timedOut) }
            if case .unanswered(let id, let why) = entry.word { effects.unanswer(id, why) }
        }
        entries.removeAll { if case .event = $0.word { false } else { true } }
    }

    func save(into writer: inout StateWriter) {
        writer.write(entries)
        writer.write(added)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        entries = try reader.readArray()
        added = try reader.read()
    }
}
