import Engine
import Messages
import Stages

extension Heartbeat {
    /// Says whether the process has halted, from the stages that it runs.
    package mutating func note(haltOf slots: [Slot]) {
        for slot in slots {
            guard let record = (slot.stage as? any HaltReporting)?.haltRecord, record.halted else { continue }
            note(record)
        }
    }

    /// Says that the process has halted.
    package mutating func note(_ record: HaltRecord) {
        halt = record.code == .none ? .halted : record.code
        haltedSince = record.since
        haltedBy = record.by
    }
}
