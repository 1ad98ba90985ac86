import Bus
import Market
import Messages
import Sealing
import Stages
import Wire

/// The requests of this process to one other, and what they are about.
final class PeerLink {
    /// One answer, or that there is none.
    struct Arrival {
        let input: Input
        let slot: Int
    }

    let member: Topology.Member
    let link: RequestLink
    private let encoder: FrameEncoder
    private let decoder: FrameDecoder
    private let instruments: InstrumentTable
    private let gate: Gate?
    /// By ticket: which request of which stage.
    private var waiting: [(id: RequestID, slot: Int)]
    private(set) var arrivals: [Arrival] = []

    init(
        _ member: Topology.Member, to endpoint: Endpoint, in context: Context, _ instruments: InstrumentTable,
        _ gate: Gate?
    ) throws(BusError) {
        self.gate = gate
        self.member = member
        link = try RequestLink(to: endpoint, in: context, limit: Self.limit)
        encoder = FrameEncoder(instruments)
        decoder = FrameDecoder(instruments)
        self.instruments = instruments
        waiting = Array(repeating: (RequestID(Label(), .acknowledge), 0), count: Self.limit)
    }

    private static let limit = 256

    /// Sends a request, or puts it in line. What can't even stand in line is unanswered at once.
    func ask(_ asking: Outbox.Asking, header: Header) throws(HostError) {
        var header = header
        header.id = asking.event
        header.time = asking.time
        do {
            let payload = try encoder.encode(asking.message, header)
            let kind = asking.message.kind
            let deadline = MonotonicClock.now() + asking.answerBy.nanoseconds
            let sealed = gate?.seal(kind, payload, to: member.name) ?? Array(payload)
            switch try link.ask(topic: Self.topic(kind), payload: sealed, answerBy: deadline) {
            case .accepted(let ticket): waiting[ticket] = (asking.id, asking.slot)
            case .refused:
                arrivals.append(Arrival(input: .unanswered(asking.id, .peerMissing), slot: asking.slot))
            }
        } catch {
            throw .failed("can't ask \(member.name): \(error)")
        }
    }

    private static func topic(_ kind: MessageKind) -> [UInt8] {
        TopicCatalogue.entry(kind).prefix.withUTF8Buffer { Array($0) }
    }

    /// Lets answers come and deadlines pass; they lie in `arrivals` then.
    func progress(now: Int64) throws(BusError) {
        try link.progress(now: now) { ticket, outcome in
            let (id, slot) = waiting[ticket]
            switch outcome {
            case .answered(let frames): arrivals.append(Arrival(input: self.input(id, frames), slot: slot))
            case .unanswered(.neverSent), .unanswered(.queueFull):
                arrivals.append(Arrival(input: .unanswered(id, .peerMissing), slot: slot))
            case .unanswered: arrivals.append(Arrival(input: .unanswered(id, .timedOut), slot: slot))
            }
        }
    }

    /// An answer that can't be read is none: what became of the request is not known.
    private func input(_ id: RequestID, _ frames: Frames) -> Input {
        guard let kind = TopicCatalogue.kind(ofTopic: frames.topic, instruments),
            let message = try? decoder.decode(kind, frames.payload).message
        else { return .unanswered(id, .timedOut) }
        return .answered(id, message)
    }

    /// Hands over each answer that lies here, and each that comes while it does.
    func takeArrivals(_ body: (Arrival) throws(HostError) -> Void) throws(HostError) {
        guard !arrivals.isEmpty else { return }
        defer { arrivals.removeAll(keepingCapacity: true) }
        var place = 0
        while place < arrivals.count {
            try body(arrivals[place])
            place += 1
        }
    }
}
