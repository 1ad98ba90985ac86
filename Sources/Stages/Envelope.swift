import Market
import Messages

/// An input with what the host knows of it.
///
/// The message lies beside the rest of the input, not within: taking an enum of this size apart copies
/// it, and every stage would do so for every input.
@frozen public struct Envelope: BitwiseCopyable, Sendable {
    /// What is said, asked or answered; nothing in particular where the input has no message.
    public let message: Message
    @usableFromInline package let form: InputForm
    /// Event time of the step.
    public var time: Timestamp
    /// The frame's id; what follows from it names it as its cause.
    public var id: EventID
    /// History that comes before the present: it warms state up and leads to no decision.
    public var isWarmUp: Bool

    @inlinable public init(_ input: Input, at time: Timestamp, id: EventID = .none, isWarmUp: Bool = false) {
        (form, message) = InputForm.parts(of: input)
        self.time = time
        self.id = id
        self.isWarmUp = isWarmUp
    }

    /// What happened. Where a stage wants a published message, it takes `message` instead.
    @inlinable public var input: Input {
        switch form {
        case .message: .message(message)
        case .request(let id): .request(id, message)
        case .answered(let id): .answered(id, message)
        case .unanswered(let id, let why): .unanswered(id, why)
        case .woken(let timer): .woken(timer)
        case .link(let rank, let state): .link(rank, state)
        case .joined: .joined
        case .endOfData: .endOfData
        }
    }
}

/// What can happen to a stage.
@frozen public enum Input: BitwiseCopyable, Sendable {
    /// A published message.
    case message(Message)
    /// Somebody asks; an `answer` with the same id is expected, in this or a later step.
    case request(RequestID, Message)
    /// The answer to an `ask`: each ask yields exactly one of these two.
    case answered(RequestID, Message)
    case unanswered(RequestID, Unanswered)
    /// A timer is due.
    case woken(TimerID)
    /// A process went away or came back.
    case link(ProcessRank, LinkState)
    /// Records and snapshots have been given; the present begins.
    case joined
    /// The recorded data is at its end.
    case endOfData
}

/// Why a request got no answer.
public enum Unanswered: UInt8, BitwiseCopyable, Sendable {
    /// Nobody answered in time: what became of the request is not known.
    case timedOut
    /// It never left: nobody is there.
    case peerMissing
}

/// Whether a process is there.
public enum LinkState: UInt8, BitwiseCopyable, Sendable {
    case up
    case down
}
