import Market

/// What a process asks for of frames that it missed, over REQ `replay` and `snapshot`: one question is out
/// per publisher.
package final class GapQuestions {
    /// Monotonic time after which a missing frame is asked for: until then it may still be on its way.
    package static let patience: Int64 = 2_000_000
    private static let answerBy: Int64 = 500_000_000

    /// One question.
    package struct Question {
        /// Place of the publisher.
        package let source: Int
        package let topic: [UInt8]
        package let payload: [UInt8]
        package let answerBy: Int64
    }

    private struct Source {
        let name: Label
        var asked: FrameReceiver.Gap?
    }

    private var sources: [Source]
    private let codec = ReplayCodec()

    /// `publishers`: those who are heard.
    package init(_ publishers: [Label]) { sources = publishers.map { Source(name: $0) } }

    /// When it wants to be called next.
    package func due(_ receiver: FrameReceiver, now: Int64) -> Int64 {
        receiver.open.isEmpty ? .max : now + Self.patience
    }

    /// Gives up what came too late, and asks for what is missing now.
    package func progress(_ receiver: FrameReceiver, now: Int64, _ ask: (Question) throws -> Void) rethrows {
        guard !receiver.open.isEmpty else { return }
        receiver.expire(now: now)
        // Nearly always the question is out already.
        guard receiver.open.contains(where: { canAsk(receiver.source(of: $0)) }) else { return }
        for gap in receiver.missing(now: now, patience: Self.patience) {
            if let question = question(gap, now) { try ask(question) }
        }
    }

    private func canAsk(_ name: Label) -> Bool { sources.contains { $0.asked == nil && $0.name == name } }

    private func question(_ gap: FrameReceiver.Gap, _ now: Int64) -> Question? {
        guard let index = sources.firstIndex(where: { $0.name == gap.source }), sources[index].asked == nil
        else { return nil }
        let payload = gap.topic.withUnsafeBytes {
            gap.isBook
                ? codec.question(book: $0) : codec.question(topic: $0, from: gap.first, to: gap.last)
        }
        sources[index].asked = gap
        return Question(
            source: index, topic: Array(Self.verb(gap).utf8), payload: payload,
            answerBy: now + Self.answerBy)
    }

    /// Takes the outcome of a publisher's question. An answer that can't be read is none: it is asked for
    /// again. A refusal is: the publisher never said the topic since its start, and has nothing of it.
    package func take(_ outcome: AskOutcome, from source: Int, _ receiver: FrameReceiver, now: Int64) {
        guard sources.indices.contains(source), let gap = sources[source].asked else { return }
        sources[source].asked = nil
        guard case .answered(let topic, let payload) = outcome else { return }
        guard topic.elementsEqual(Self.verb(gap).utf8) else { return give([], gap, receiver, now) }
        if let frames = ReplayCodec.frames(in: payload) { give(frames, gap, receiver, now) }
    }

    private static func verb(_ gap: FrameReceiver.Gap) -> String {
        gap.isBook ? ReplayCodec.book : ReplayCodec.frames
    }

    private func give(
        _ payloads: [UnsafeRawBufferPointer], _ gap: FrameReceiver.Gap, _ receiver: FrameReceiver,
        _ now: Int64
    ) {
        if gap.isBook {
            receiver.take(book: payloads, of: gap, now: now)
        } else {
            receiver.take(repair: payloads, of: gap, now: now)
        }
    }
}
