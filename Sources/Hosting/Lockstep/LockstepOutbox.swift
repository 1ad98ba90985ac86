import Market
import Messages
import Stages

/// What one round wants to leave the process, with the answers and timers that a conductor keeps.
final class LockstepOutbox: Outbox {
    /// An answer to a request of another process.
    struct Answering {
        let message: Message
        let member: Int
        let request: EventID
        let event: EventID
    }

    /// A timer of one slot.
    struct Waking {
        let timer: TimerID
        let slot: Int
        let due: Timestamp
    }

    private(set) var answers: [Answering] = []
    private(set) var wakes: [Waking] = []

    override func answer(_ message: Message, to member: Int, because request: EventID, _ event: EventID) {
        answers.append(Answering(message: message, member: member, request: request, event: event))
    }

    override func wake(_ timer: TimerID, of slot: Int, at due: Timestamp) -> Bool {
        wakes.append(Waking(timer: timer, slot: slot, due: due))
        return true
    }

    override func clear() {
        super.clear()
        answers.removeAll(keepingCapacity: true)
        wakes.removeAll(keepingCapacity: true)
    }
}
