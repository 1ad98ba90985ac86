import Engine
import Market
import Messages
import Stages

/// A host whose process answers requests.
package protocol RequestServing: AnyObject {
    var member: Topology.Member { get }
    var publisher: FramePublisher { get }
    var refusals: RefusalLog { get }
    /// What time it is outside.
    var clock: HostClock { get }
    /// Whether processes ask each other by frames, so that the socket is for people and scripts.
    var isLockstep: Bool { get }
    /// Event time of the last step.
    var eventTime: Timestamp { get }
    /// The candles that the feed handler has said; `nil` elsewhere.
    var history: HistoryRing? { get }

    func status() -> String
    func dashboard() -> String
    /// Gives a request from outside to the stage that answers it.
    func serve(_ id: RequestID, _ message: Message, topic: [UInt8], payload: [UInt8]) throws -> Served
}

/// What became of a request from outside.
package enum Served {
    case answered(Message)
    /// The stage had no answer to it.
    case unanswered
    /// The answer comes later, through `Responder.settle`.
    case later
}
