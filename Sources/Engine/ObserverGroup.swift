import Market
import Messages
import Stages

/// Several observers as one.
public final class ObserverGroup: FrameObserver {
    private let members: [any FrameObserver]

    public init(_ members: [any FrameObserver]) { self.members = members }

    public func input(_ message: Message, at time: Timestamp) {
        for member in members { member.input(message, at: time) }
    }
    public func published(_ frame: Frame) { for member in members { member.published(frame) } }
    public func answered(_ id: RequestID, _ message: Message, at time: Timestamp) {
        for member in members { member.answered(id, message, at: time) }
    }
    public func stepEnded(at time: Timestamp) { for member in members { member.stepEnded(at: time) } }
}
