import Bus
import Delivery
import Engine

/// Fetches frames that were lost from those who said them, by their numbers.
package final class FrameRepair {
    /// Wall time after which a missing frame is asked for: until then it may still be on its way.
    package static let patience: Int64 = 2_000_000
    private static let answerBy: Int64 = 250_000_000

    private let links: [RequestLink?]
    /// Only links that wait for an answer are polled.
    private var slots: [Reactor.Slot?]
    private let reactor: Reactor
    private let codec = ReplayCodec()
    private var asked: [Int: Reach.Topic] = [:]
    /// Questions asked so far.
    package private(set) var count: UInt64 = 0

    /// Links to the rings of all members but oneself.
    package init(
        _ endpoints: Endpoints, without own: Int?, _ context: Context, _ reactor: Reactor
    ) throws(BusError) {
        var links: [RequestLink?] = []
        for (index, member) in endpoints.members.enumerated() {
            links.append(
                index == own ? nil : try RequestLink(to: endpoints.ring(member), in: context, limit: 4))
        }
        self.links = links
        slots = links.map { _ in nil }
        self.reactor = reactor
    }

    /// Asks for what is missing, one topic of each publisher at a time.
    package func ask(_ missing: [LockstepInbox.Missing], now: Int64) throws(BusError) {
        for gap in missing {
            guard let link = links[gap.publisher], link.pending == 0 else { continue }
            let question = gap.topic.withBytes { codec.question(topic: $0, from: gap.first, to: gap.last) }
            asked[gap.publisher] = gap.topic
            count += 1
            slots[gap.publisher] = reactor.watch(link)
            _ = try link.ask(
                topic: Array(ReplayCodec.frames.utf8), payload: question, answerBy: now + Self.answerBy)
        }
    }

    /// When it wants to be called next.
    package var due: Int64 { links.reduce(.max) { min($0, $1?.nextDeadline ?? .max) } }

    /// Takes answers; every frame in them goes to `take`.
    package func progress(now: Int64, _ take: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void)
        throws(BusError)
    {
        for (publisher, link) in links.enumerated() {
            guard let link, link.pending > 0 else { continue }
            try link.progress(now: now) { _, outcome in
                guard case .answered(let frames) = outcome, let topic = asked[publisher],
                    frames.topic.elementsEqual(ReplayCodec.frames.utf8)
                else { return }
                self.unpack(frames.payload, topic, take)
            }
            guard link.pending == 0, let slot = slots[publisher] else { continue }
            reactor.forget(slot)
            slots[publisher] = nil
        }
    }

    /// An answer that can't be read is none: it is asked for again.
    private func unpack(
        _ payload: UnsafeRawBufferPointer, _ topic: Reach.Topic,
        _ take: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) {
        for frame in ReplayCodec.frames(in: payload) ?? [] { topic.withBytes { take($0, frame) } }
    }
}
