import Bus
import Market
import Wire

/// Fetches frames that were missed in a free run from those who said them, over REQ `replay`. The reactor
/// never waits for it: one request is out per publisher.
final class GapRepair {
    /// Wall time after which a missing frame is asked for: until then it may still be on its way.
    static let patience: Int64 = 2_000_000
    private static let answerBy: Int64 = 500_000_000

    private struct Source {
        let name: Label
        let link: RequestLink
        var asked: FrameReceiver.Gap?
    }

    private var sources: [Source] = []
    private let writer = MapWriter()
    private(set) var fetched: UInt64 = 0

    /// Links to the answering sockets of those who are heard.
    init(
        _ members: [Topology.Member], _ topology: Topology, _ context: Context, _ reactor: Reactor
    ) throws(BusError) {
        for member in members {
            let link = try RequestLink(to: topology.answerer(member), in: context, limit: 4)
            _ = reactor.watch(link)
            sources.append(Source(name: Label(clipping: member.name), link: link))
        }
    }

    /// When it wants to be called next.
    func due(_ receiver: FrameReceiver, now: Int64) -> Int64 {
        let answers = sources.reduce(Int64.max) { min($0, $1.link.nextDeadline) }
        return receiver.open.isEmpty ? answers : min(answers, now + Self.patience)
    }

    /// Takes what was fetched, gives up what came too late, and asks for what is missing now.
    func progress(_ receiver: FrameReceiver, now: Int64) throws(BusError) {
        for index in sources.indices where sources[index].link.pending > 0 {
            try sources[index].link.progress(now: now) { _, outcome in
                guard case .answered(let frames) = outcome, let gap = sources[index].asked else { return }
                self.take(frames, gap, receiver, now)
            }
        }
        guard !receiver.open.isEmpty else { return }
        receiver.expire(now: now)
        for gap in receiver.missing(now: now, patience: Self.patience) { try ask(gap, now) }
    }

    private func ask(_ gap: FrameReceiver.Gap, _ now: Int64) throws(BusError) {
        guard let index = sources.firstIndex(where: { $0.name == gap.source }),
            sources[index].link.pending == 0
        else { return }
        writer.clear()
        writer.beginMap(gap.isBook ? 1 : 3)
        writer.key("topic")
        gap.topic.withUnsafeBytes { writer.text($0) }
        if !gap.isBook {
            writer.key("from")
            writer.unsigned(gap.first)
            writer.key("to")
            writer.unsigned(gap.last)
        }
        sources[index].asked = gap
        _ = try sources[index].link.ask(
            topic: Array((gap.isBook ? "snapshot" : "replay").utf8), payload: Array(writer.bytes),
            answerBy: now + Self.answerBy)
    }

    /// An answer that can't be read is none: it is asked for again. A refusal is: the publisher never said
    /// the topic since its start, and has nothing of it.
    private func take(
        _ frames: Frames, _ gap: FrameReceiver.Gap, _ receiver: FrameReceiver, _ now: Int64
    ) {
        guard frames.topic.elementsEqual((gap.isBook ? "snapshot" : "replay").utf8) else {
            return give([], gap, receiver, now)
        }
        guard var view = try? MapView(frames.payload), var rows = try? view.array("frames") else { return }
        var payloads: [UnsafeRawBufferPointer] = []
        for index in 0..<rows.count {
            guard let payload = try? rows.bytes(index) else { return }
            payloads.append(payload)
        }
        fetched += UInt64(payloads.count)
        give(payloads, gap, receiver, now)
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
