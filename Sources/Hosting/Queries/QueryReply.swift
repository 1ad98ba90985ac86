import Bus
import Telemetry

/// What came of a question to a process.
public enum QueryReply: Sendable, Equatable {
    /// The answer's topic and its bytes.
    case answered(topic: String, payload: [UInt8])
    /// It was started, and does not listen yet: it waits for its market, or takes its state back.
    case starting
    /// Nobody listens there.
    case notRunning
    /// Somebody listens and did not answer in time, or not even greet.
    case silent

    package init(_ outcome: RequestOutcome) {
        switch outcome {
        case .answered(let frames):
            self = .answered(
                topic: String(decoding: frames.topic, as: UTF8.self), payload: Array(frames.payload))
        case .unanswered: self = .silent
        }
    }

    /// Whether the process answered.
    public var isAnswered: Bool {
        if case .answered = self { true } else { false }
    }

    /// The line by which the process's dashboard tells that trading is halted; `nil` where it doesn't.
    public var halt: String? {
        guard case .answered(_, let payload) = self else { return nil }
        return String(decoding: payload, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix(HaltNotice.beginning) }.map(String.init)
    }
}
