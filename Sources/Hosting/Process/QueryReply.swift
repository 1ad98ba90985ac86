import Bus

/// What came of a question to a process.
public enum QueryReply: Sendable, Equatable {
    /// The answer's topic and its bytes.
    case answered(topic: String, payload: [UInt8])
    /// Nobody listens there.
    case notRunning
    /// Somebody listens and did not answer in time, or not even greet.
    case silent

    init(_ outcome: RequestOutcome) {
        switch outcome {
        case .answered(let frames):
            self = .answered(
                topic: String(decoding: frames.topic, as: UTF8.self), payload: Array(frames.payload))
        case .unanswered: self = .silent
        }
    }
}
