import Delivery
import Market
import Messages
import Sealing
import Stages

/// Hashes what a process wants to say after a round or an input, so that an audit can tell whether it says
/// the same again. Wall time and frame numbers are no part of it.
package final class SaidHash {
    private let sha = SHA256()
    private let encoder: FrameEncoder
    private var header: Header

    package init(_ instruments: InstrumentTable, header: Header) {
        encoder = FrameEncoder(instruments)
        self.header = header
        self.header.epoch = 0
    }

    package func hash(_ outbox: LockstepOutbox, at time: Timestamp) throws -> ChainHash {
        header.time = time
        for frame in outbox.frames { try add(frame.message, frame.id, frame.causes) }
        for asking in outbox.askings { try add(asking.message, asking.event, Causes()) }
        for answer in outbox.answers { try add(answer.message, answer.event, Causes(answer.request)) }
        for wake in outbox.wakes {
            let numbers = [
                Int64(wake.slot), Int64(wake.timer.purpose), Int64(wake.timer.number), wake.due.nanoseconds,
            ]
            numbers.withUnsafeBytes { sha.update($0) }
        }
        return sha.finish()
    }

    /// Of a free run, where several moments may lie in one step; zeros where nothing is said.
    package func hash(free outbox: Outbox, answer: Message?) throws -> ChainHash {
        if outbox.frames.isEmpty, outbox.askings.isEmpty, answer == nil { return .seed }
        for frame in outbox.frames {
            header.time = frame.time
            try add(frame.message, frame.id, frame.causes)
        }
        for asking in outbox.askings {
            header.time = asking.time
            try add(asking.message, asking.event, Causes())
        }
        header.time = .zero
        if let answer { try add(answer, .none, Causes()) }
        return sha.finish()
    }

    private func add(_ message: Message, _ id: EventID, _ causes: Causes) throws {
        header.id = id
        header.causes = causes
        sha.update(try encoder.encode(message, header))
    }
}
