import Market
import Messages
import Stages

/// A request on its way.
struct Call {
    let asker: Int
    let start: Int
    let slot: Int
    let peer: ProcessRank
    let id: RequestID
    let message: Message
    /// The frame, under seal; empty where it is no process that is asked.
    let payload: [UInt8]
    let deadline: Int64
    /// Whether the asker has its outcome; what comes later is dropped.
    var isSettled = false
}
