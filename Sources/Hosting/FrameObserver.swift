import Market
import Messages
import Stages

/// A published message with what the host knows of it.
public struct Frame: Sendable {
    /// What was said.
    public let message: Message
    /// The frame's id within its run.
    public let id: EventID
    /// Ids of what it follows from, the nearest first.
    public let causes: Causes
    /// Event time.
    public let time: Timestamp
    /// The process that said it.
    public let rank: ProcessRank

    /// A frame as a host makes it.
    public init(message: Message, id: EventID, causes: Causes, time: Timestamp, rank: ProcessRank) {
        self.message = message
        self.id = id
        self.causes = causes
        self.time = time
        self.rank = rank
    }
}

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

/// Makes records durable.
public protocol RecordSink: AnyObject {
    /// Adds a record to the batch.
    func append(_ record: Record)
    /// Everything appended so far is durable when this returns; the step was at this event time.
    func commit(at time: Timestamp)
}
