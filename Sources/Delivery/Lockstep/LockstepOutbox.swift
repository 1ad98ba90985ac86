import Market
import Messages
import Stages

/// What one round wants to leave the process, with the answers and timers that a conductor keeps.
package final class LockstepOutbox: Outbox {
    /// An answer to a request of another process.
    package struct Answering {
        /// The answer itself.
        package let message: Message
        /// Who asked, as a place among the members.
        package let member: Int
        /// Id of the frame that asked.
        package let request: EventID
        /// The answer's own id.
        package let event: EventID
    }

    /// A timer of one slot.
    package struct Waking {
        /// Which of the stage's timers.
        package let timer: TimerID
        /// The place of the stage that set it.
        package let slot: Int
        /// Event time at which it is due; `.never` cancels.
        package let due: Timestamp
    }

    /// Answers of the round at hand, in order.
    package private(set) var answers: [Answering] = []
    /// Timers that the round at hand has set or cancelled, in order.
    package private(set) var wakes: [Waking] = []

    /// Keeps an answer until the round is told.
    package override func answer(
        _ message: Message, to member: Int, because request: EventID, _ event: EventID
    ) {
        answers.append(Answering(message: message, member: member, request: request, event: event))
    }

    /// Takes every timer on: in lockstep the conductor keeps them.
    package override func wake(_ timer: TimerID, of slot: Int, at due: Timestamp) -> Bool {
        wakes.append(Waking(timer: timer, slot: slot, due: due))
        return true
    }

    /// Forgets a round that was told.
    package override func clear() {
        super.clear()
        answers.removeAll(keepingCapacity: true)
        wakes.removeAll(keepingCapacity: true)
    }
}
