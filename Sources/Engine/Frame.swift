import Market
import Messages

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
