import Engine
import Messages

/// All that was said on one topic.
struct SaidTopic {
    let bytes: [UInt8]
    /// Place of the process that says it.
    let publisher: Int
    private(set) var frames: [(frame: Frame, header: Header)] = []
    /// Frames that the publisher has no more: of the start before.
    private var forgotten = 0
    /// What who joins is told, where the topic describes states.
    private(set) var lastWords: [(message: Message, header: Header)] = []

    init(bytes: [UInt8], publisher: Int) {
        self.bytes = bytes
        self.publisher = publisher
    }

    /// Number of the newest frame of the publisher's present start; 0 before the first.
    var newest: UInt64 { UInt64(frames.count - forgotten) }

    /// What the publisher's ring gives of these numbers; `nil` where it never said the topic since its start.
    func kept(_ first: UInt64, _ last: UInt64) -> [(message: Message, header: Header)]? {
        guard newest > 0 else { return nil }
        let oldest = max(first, newest > Self.ring ? newest - Self.ring + 1 : 1)
        guard oldest <= min(last, newest) else { return [] }
        return (oldest...min(last, newest)).map { number in
            let said = frames[forgotten + Int(number) - 1]
            return (said.frame.message, said.header)
        }
    }

    /// As many as `FrameRing` keeps.
    private static let ring: UInt64 = 256

    /// As `FramePublisher` does.
    mutating func append(_ frame: Frame, _ header: Header) {
        frames.append((frame, header))
        guard TopicCatalogue.remembered.contains(frame.message.kind) else { return }
        lastWords.removeAll { TopicCatalogue.replaces(frame.message, $0.message) }
        lastWords.append((frame.message, header))
    }

    /// Its publisher starts anew: it has nothing any more.
    mutating func forget() {
        forgotten = frames.count
        lastWords.removeAll()
    }
}
