import Bus
import Delivery
import Engine
import Wire

/// Fetches frames that were lost from those who said them, by their numbers.
package final class FrameRepair {
    /// Wall time after which a missing frame is asked for: until then it may still be on its way.
    package static let patience: Int64 = 2_000_000
    private static let answerBy: Int64 = 250_000_000

    private let links: [RequestLink?]
    /// Only links that wait for an answer are polled.
    private var slots: [Reactor.Slot?]
    private let reactor: Reactor
    private let writer = MapWriter()
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
            writer.clear()
            writer.beginMap(3)
            writer.key("topic")
            gap.topic.withBytes { writer.text($0) }
            writer.key("from")
            writer.unsigned(gap.first)
            writer.key("to")
            writer.unsigned(gap.last)
            asked[gap.publisher] = gap.topic
            count += 1
            slots[gap.publisher] = reactor.watch(link)
            _ = try link.ask(
                topic: Array("replay".utf8), payload: Array(writer.bytes), answerBy: now + Self.answerBy)
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
                    frames.topic.elementsEqual("replay".utf8)
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
        guard var view = try? MapView(payload), var frames = try? view.array("frames") else { return }
        for index in 0..<frames.count {
            guard let frame = try? frames.bytes(index) else { return }
            topic.withBytes { take($0, frame) }
        }
    }
}
