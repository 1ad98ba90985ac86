import Engine
import Market
import Messages
import Sealing
import Stages
import Wire

/// The requests of this process to one other, and what they are about.
package final class PeerQuestions {
    /// Whom it asks.
    package let rank: ProcessRank
    private let name: String
    private let encoder: FrameEncoder
    private let decoder: FrameDecoder
    private let instruments: InstrumentTable
    private let gate: Gate?
    /// By ticket: which request of which stage; `nil` where none is out.
    private var waiting: [(id: RequestID, slot: Int)?] = []

    package init(_ member: Topology.Member, _ instruments: InstrumentTable, _ gate: Gate?) {
        rank = member.rank
        name = member.name
        self.gate = gate
        self.instruments = instruments
        encoder = FrameEncoder(instruments)
        decoder = FrameDecoder(instruments)
    }

    /// Whether a request is out.
    package var isWaiting: Bool { waiting.contains { $0 != nil } }

    /// Asks; the outcome comes under a ticket.
    package func ask(
        _ asking: Outbox.Asking, header: Header, now: Int64, into effects: ProcessEffects
    ) throws(HostError) {
        var header = header
        header.id = asking.event
        header.time = asking.time
        do {
            let payload = try encoder.encode(asking.message, header)
            let entry = TopicCatalogue.entry(asking.message.kind)
            let topic = entry.prefix.withUTF8Buffer { Array($0) }
            let (ticket, answerBy) = (ticket(for: asking), now + asking.answerBy.nanoseconds)
            if let gate {
                let sealed = gate.seal(asking.message.kind, payload, to: name)
                effects.ask(.peer(rank), ticket: ticket, topic: topic, payload: sealed, answerBy: answerBy)
            } else {
                effects.ask(.peer(rank), ticket: ticket, topic: topic, payload: payload, answerBy: answerBy)
            }
        } catch {
            throw .failed("can't ask \(name): \(error)")
        }
    }

    private func ticket(for asking: Outbox.Asking) -> Int {
        if let free = waiting.firstIndex(where: { $0 == nil }) {
            waiting[free] = (asking.id, asking.slot)
            return free
        }
        waiting.append((asking.id, asking.slot))
        return waiting.count - 1
    }

    /// What became of the request under a ticket, for the stage that asked; `nil` where none was out. An
    /// answer that can't be read is none: what became of the request is not known.
    package func take(_ outcome: AskOutcome, ticket: Int) -> (input: Input, slot: Int)? {
        guard waiting.indices.contains(ticket), let (id, slot) = waiting[ticket] else { return nil }
        waiting[ticket] = nil
        switch outcome {
        case .answered(let topic, let payload): return (input(id, topic, payload), slot)
        case .neverSent: return (.unanswered(id, .peerMissing), slot)
        case .noAnswer: return (.unanswered(id, .timedOut), slot)
        }
    }

    private func input(
        _ id: RequestID, _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer
    ) -> Input {
        guard let kind = TopicCatalogue.kind(ofTopic: topic, instruments),
            let message = try? decoder.decode(kind, payload).message
        else { return .unanswered(id, .timedOut) }
        return .answered(id, message)
    }
}
