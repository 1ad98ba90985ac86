import Market

/// Answers `replay`: frames of one topic again, by their numbers:
/// {"topic", "from", "to"} → {"frames": [bin, …]}.
package final class ReplayAnswer {
    /// What comes of a question for frames: them, packed, or why there are none.
    package enum Outcome {
        case frames([UInt8])
        case refused(String)

        /// What is sent: the verb of the answer.
        package var topic: String {
            if case .refused = self { "refused" } else { ReplayCodec.frames }
        }

        /// What is sent: the frames, or why there are none.
        package var payload: [UInt8] {
            switch self {
            case .frames(let bytes): bytes
            case .refused(let why): Array(why.utf8)
            }
        }
    }

    private let codec = ReplayCodec()

    package init() {}

    /// Answers `snapshot`: the book of a depth topic as frames: {"topic"} → {"frames": [bin, …]}.
    func answerBook(_ payload: [UInt8], from publisher: FramePublisher) -> Outcome {
        do {
            let topic = try payload.withUnsafeBytes { try ReplayCodec.topic($0) }
            guard let frames = try publisher.book(topic: topic) else { return unknown(topic) }
            return .frames(codec.answer(frames))
        } catch {
            return .refused("\(error)")
        }
    }

    /// Answers `replay`, from one number to another or to the newest. It refuses what is malformed and topics
    /// that the publisher does not have; numbers that it has forgotten are left out.
    package func answer(_ payload: [UInt8], from publisher: FramePublisher) -> Outcome {
        do {
            let (topic, first, last) = try payload.withUnsafeBytes { try ReplayCodec.range($0) }
            guard let frames = publisher.replay(topic: topic, from: first, to: last) else {
                return unknown(topic)
            }
            return .frames(codec.answer(frames))
        } catch {
            return .refused("\(error)")
        }
    }

    private func unknown(_ topic: [UInt8]) -> Outcome {
        .refused("this process does not say \"\(ForeignText.shown(topic, limit: 64))\"")
    }
}
