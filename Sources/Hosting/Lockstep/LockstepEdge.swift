import Bus
import Delivery
import Engine
import Market
import Messages
import Sealing

/// The edge of a process in lockstep, where requests are frames: judges them before inbox and journal hold
/// anything of them.
package final class LockstepEdge {
    let gate: Gate
    private let instruments: InstrumentTable
    private let decoder: FrameDecoder
    private let encoder: FrameEncoder

    init(_ gate: Gate, _ instruments: InstrumentTable) {
        self.gate = gate
        self.instruments = instruments
        decoder = FrameDecoder(instruments)
        encoder = FrameEncoder(instruments)
    }

    /// A request of another process, as it comes in.
    func letIn(_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) -> Gate.Admission {
        guard let kind = LockstepTopic(topic).flatMap({ self.kind(of: Array($0.kind.utf8)) }) else {
            return .open(Array(payload))
        }
        let payload = Array(payload)
        return letIn(kind, gate.admit(kind, payload))
    }

    /// A request of somebody outside whose turn has come, by the word of the conductor: it was judged when it
    /// came, and is judged again, for who can reach the conductor's socket could have put it there.
    func letIn(outside topic: [UInt8], _ payload: [UInt8], _ refusals: RefusalLog) -> Go.Cause {
        guard let kind = kind(of: topic) else { return .request(topic: topic, payload: payload) }
        switch letIn(kind, gate.admit(outside: kind, payload)) {
        case .open(let map):
            guard let refusal = refusal(of: kind, map) else { return .request(topic: topic, payload: map) }
            refusals.add("request refused: \(kind): \(refusal.text)", at: MonotonicClock.now())
        case .refused(let why): refusals.add("request refused: \(why)", at: MonotonicClock.now())
        }
        return .request(topic: [], payload: [])
    }

    private func kind(of topic: [UInt8]) -> MessageKind? {
        topic.withUnsafeBytes { TopicCatalogue.kind(ofTopic: $0, instruments) }
    }

    private func letIn(_ kind: MessageKind, _ admission: Gate.Admission) -> Gate.Admission {
        guard kind == .submit, case .open(let map) = admission else { return admission }
        do {
            let (header, message) = try map.withUnsafeBytes { try decoder.decode(kind, $0) }
            let examined = gate.examine(message)
            gate.pass(examined, at: header.time)
            return .open(try encoder.bytes(examined, header))
        } catch {
            return .refused("\(kind): \(error)")
        }
    }

    /// Why a person's resume doesn't count; where it does, none given before it counts from now on.
    private func refusal(of kind: MessageKind, _ map: [UInt8]) -> Reason? {
        guard kind == .halt || kind == .resume,
            let message = try? map.withUnsafeBytes({ try decoder.decode(bare: kind, $0) })
        else { return nil }
        let now = Timestamp(nanoseconds: WallClock.now())
        if let refusal = gate.refusal(of: message, at: now) { return refusal }
        gate.pass(message, at: now)
        return nil
    }
}
