import Messages

/// An input without its message.
@usableFromInline @frozen package enum InputForm: BitwiseCopyable, Sendable {
    case message
    case request(RequestID)
    case answered(RequestID)
    case unanswered(RequestID, Unanswered)
    case woken(TimerID)
    case link(ProcessRank, LinkState)
    case joined
    case endOfData

    /// An input taken apart.
    @inlinable static func parts(of input: Input) -> (InputForm, Message) {
        let nothing = Message.clock(Clock())
        return switch input {
        case .message(let message): (.message, message)
        case .request(let id, let message): (.request(id), message)
        case .answered(let id, let message): (.answered(id), message)
        case .unanswered(let id, let why): (.unanswered(id, why), nothing)
        case .woken(let timer): (.woken(timer), nothing)
        case .link(let rank, let state): (.link(rank, state), nothing)
        case .joined: (.joined, nothing)
        case .endOfData: (.endOfData, nothing)
        }
    }
}
