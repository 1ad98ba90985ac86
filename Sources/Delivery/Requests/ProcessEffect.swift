import Messages
import Stages

/// Something that leaves a process. Its bytes lie in `ProcessEffects`.
package enum ProcessEffect: BitwiseCopyable {
    /// The bytes of one frame.
    package struct Part: BitwiseCopyable {
        let start: Int
        let end: Int
    }

    /// Said to whoever subscribes.
    case publish(topic: Part, payload: Part)
    /// Asked on a line; exactly one outcome comes back under the ticket. `answerBy` is monotonic time, ns.
    case ask(RequestLine, ticket: Int, topic: Part, payload: Part, answerBy: Int64)
    /// The one answer to a request that came in under this number.
    case answer(request: Int, topic: Part, payload: Part)
    /// Asked of a venue that lives outside; one answer comes back under the id, or that there is none.
    case askVenue(RequestID, Message)
}
