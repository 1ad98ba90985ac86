/// How a request ended. Every accepted request has exactly one outcome.
public enum RequestOutcome {
    /// The answer; its bytes are good inside the closure that gets them.
    case answered(Frames)
    /// There is none.
    case unanswered(RequestFailure)
}
