import Delivery
import Messages
import Stages

/// A request on its way.
struct Call {
    /// What is asked.
    enum Question {
        /// By frames, on a line under a ticket; the second is under seal where that is wanted.
        case frames(RequestLine, ticket: Int, topic: [UInt8], payload: [UInt8])
        /// Of the venue, which stands in its asker.
        case venue(RequestID, Message)
    }

    /// What comes back.
    enum Reply {
        case frames(topic: [UInt8], payload: [UInt8])
        case venue(Message)
    }

    let asker: Int
    let start: Int
    let target: Int
    let question: Question
    /// Whether the asker has its outcome; what comes later is dropped.
    var isSettled = false
}
