import Messages
import Stages

/// What a stage wants done after a round, and which input each part follows from.
struct RoundEffects {
    /// Effects up to a place follow from one input.
    struct Origin: BitwiseCopyable {
        let end: Int
        let cause: EventID
    }

    fileprivate(set) var effects = Effects()
    private(set) var origins: [Origin] = []

    var isEmpty: Bool { origins.isEmpty }

    /// What was added since the last note follows from an input.
    fileprivate mutating func note(_ cause: EventID) {
        let count = effects.list.count
        if count > (origins.last?.end ?? 0) { origins.append(Origin(end: count, cause: cause)) }
    }

    /// Empties it and keeps its memory.
    mutating func clear() {
        effects.clear()
        if !origins.isEmpty { origins.removeAll(keepingCapacity: true) }
    }
}

extension Stage {
    /// Handles what a round holds for its slot, in order. A round at once, for finding a stage of unknown
    /// type costs as much as a small input.
    mutating func handle(_ round: Round, in slot: Int, into said: inout RoundEffects) {
        for place in round.deliveries.indices where round.deliveries[place].slots.contains(slot) {
            handle(round.deliveries[place].envelope, into: &said.effects)
            said.note(round.deliveries[place].envelope.id)
        }
    }
}
