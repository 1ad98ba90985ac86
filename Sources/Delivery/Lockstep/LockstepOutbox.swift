import Market
import Messages
import Stages

/// What one round wants to leave the process, with the answers and timers that a conductor keeps.
package final class LockstepOutbox: Outbox {
    /// An answer to a request of another process.
    package struct Answering {
        package let message: Message
        package let member: Int
        package let request: EventID
        package let event: EventID
    }

    /// A timer of one slot.
    package struct Waking {
        package let timer: TimerID
        package let slot: Int
        package let due: Timestamp
    }

    package private(set) var answers: [Answering] = []
    package private(set) var wakes: [Waking] = []

    package override func answer(
        _ message: Message, to member: Int, because request: EventID, _ event: EventID
    ) {
        answers.append(Answering(message: message, member: member, request: request, event: event))
    }

    package override func wake(_ timer: TimerID, of slot: Int, at due: Timestamp) -> Bool {
        wakes.append(Waking(timer: timer, slot: slot, due: due))
        return true
    }

    package override func clear() {
        super.clear()
        answers.removeAll(keepingCapacity: true)
        wakes.removeAll(keepingCapacity: true)
    }
}
