import Market
import Messages

/// One thing that a host does for a stage.
@frozen public enum Effect: BitwiseCopyable, Sendable {
    case publish(Message, Causes)
    case ask(ProcessRank, RequestID, Message, answerBy: TimeSpan)
    case answer(RequestID, Message)
    /// A request gets no answer: of a venue alone, which speaks for what lies behind it.
    case unanswer(RequestID, Unanswered)
    /// What lies behind it is gone, or back: of a venue alone.
    case link(LinkState)
    /// A timer in event time; `.never` cancels.
    case wake(TimerID, at: Timestamp)
    /// A barrier: nothing after it leaves the process until the record is durable. The number is the
    /// record's place in `Effects.records`.
    case store(Int)
}

/// What follows from one input, in order.
public struct Effects: Sendable {
    /// The effects in order.
    public private(set) var list: [Effect] = []
    /// The records that `store` effects name by place.
    public private(set) var records: [Record] = []

    public init() {}

    /// Says a message to whoever subscribes. The input being handled is its first cause; `because`
    /// names up to three more.
    public mutating func publish(_ message: Message, because causes: Causes = Causes()) {
        list.append(.publish(message, causes))
    }

    /// Asks a process; exactly one `answered` or `unanswered` follows. `answerBy` is wall time, kept by
    /// the host.
    public mutating func ask(
        _ peer: ProcessRank, _ id: RequestID, _ message: Message, answerBy: TimeSpan = .seconds(5)
    ) {
        list.append(.ask(peer, id, message, answerBy: answerBy))
    }

    /// Answers a request.
    public mutating func answer(_ id: RequestID, _ message: Message) { list.append(.answer(id, message)) }

    /// Says that a request gets no answer.
    public mutating func unanswer(_ id: RequestID, _ why: Unanswered) { list.append(.unanswer(id, why)) }

    /// Says that what lies behind a venue is gone, or back.
    public mutating func link(_ state: LinkState) { list.append(.link(state)) }

    /// Sets a timer, or cancels it by `.never`.
    public mutating func wake(_ timer: TimerID, at time: Timestamp) { list.append(.wake(timer, at: time)) }

    /// Makes a record durable before anything after it leaves the process.
    public mutating func store(_ record: Record) {
        list.append(.store(records.count))
        records.append(record)
    }

    /// Empties the list and keeps its memory.
    public mutating func clear() {
        // Most inputs leave nothing behind, and removing nothing costs as much as removing something.
        if !list.isEmpty { list.removeAll(keepingCapacity: true) }
        if !records.isEmpty { records.removeAll(keepingCapacity: true) }
    }

    /// What was published, in order: for tests.
    public var published: [Message] {
        list.compactMap { effect in
            if case .publish(let message, _) = effect { message } else { nil }
        }
    }
}
