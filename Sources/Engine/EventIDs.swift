import Market
import Messages
import Stages

/// How a host names the frames of its stages.
public enum EventIDs {
    /// By their place in the order of all things: the same in every host that keeps the order.
    case ordered
    /// Counting up within one start of one process.
    case free(epoch: UInt32, counter: UInt64)

    /// The id of the next frame of a stage: `index` counts what it says in a round. A free run asks for its
    /// counter alone.
    package mutating func next(_ step: UInt64, _ round: Int, _ slot: SlotPlace, _ index: Int) -> EventID {
        let rank = Int(slot.rank.rawValue)
        switch self {
        case .ordered:
            return EventID(step: step, round: round, rank: rank, instance: slot.instance, index: index)
        case .free(let epoch, let counter):
            self = .free(epoch: epoch, counter: counter + 1)
            return EventID(rank: rank, instance: slot.instance, epoch: epoch, counter: counter + 1)
        }
    }
}

/// Carries requests to stages that live in other processes, and answers to those who asked from there.
package protocol Gateway: AnyObject {
    /// Takes the request on that a stage makes at an event time; false where nobody is there to ask.
    func ask(
        _ peer: ProcessRank, _ id: RequestID, _ message: Message, from slot: Int, _ event: EventID,
        _ answerBy: TimeSpan, at time: Timestamp
    ) -> Bool

    /// Takes the answer to a request of another process on; `because` is the request's id.
    func answer(_ message: Message, to member: Int, because request: EventID, _ event: EventID)

    /// Takes a timer on; false where the host keeps its timers itself.
    func wake(_ timer: TimerID, of slot: Int, at due: Timestamp) -> Bool
}
