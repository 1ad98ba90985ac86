import Executor
import Messages
import RiskManager
import Stages

/// A stage that keeps a halt.
protocol HaltReporting {
    var haltRecord: HaltRecord { get }
}

extension ExecutorStage: HaltReporting {}
extension RiskManagerStage: HaltReporting {}

extension Heartbeat {
    /// Says whether the process has halted, from the stages that it runs.
    mutating func note(haltOf slots: [Slot]) {
        for slot in slots {
            guard let record = (slot.stage as? any HaltReporting)?.haltRecord, record.halted else { continue }
            note(record)
        }
    }

    /// Says that the process has halted.
    mutating func note(_ record: HaltRecord) {
        halt = record.code == .none ? .halted : record.code
        haltedSince = record.since
        haltedBy = record.by
    }
}
