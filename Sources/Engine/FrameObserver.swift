import Market
import Messages
import Stages

/// Sees what happens in a run and changes nothing: journals, summaries, logs and the screen.
public protocol FrameObserver: AnyObject {
    /// A recorded event came in.
    func input(_ message: Message, at time: Timestamp)
    /// A stage said something.
    func published(_ frame: Frame)
    /// A request was answered.
    func answered(_ id: RequestID, _ message: Message, at time: Timestamp)
    /// The step is over.
    func stepEnded(at time: Timestamp)
}

extension FrameObserver {
    public func input(_ message: Message, at time: Timestamp) {}
    public func answered(_ id: RequestID, _ message: Message, at time: Timestamp) {}
    public func stepEnded(at time: Timestamp) {}
}
