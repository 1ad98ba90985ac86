import Bus
import Delivery
import L1Operational
import Messages

/// Frames as they lie in a socket's memory.
extension FrameReceiver {
    /// Takes a frame without repair: what comes late is lost.
    package func take(_ frames: Frames) -> Outcome {
        guard !frames.isTooLarge else {
            return .refused(refuse(tooLarge: frames.tooLargeBytes, frames.topic))
        }
        if let why = take(topic: frames.topic, payload: frames.payload, now: 0) { return .refused(why) }
        return takeNewest().map { .message($0.message, $0.header) } ?? .dropped
    }
}
