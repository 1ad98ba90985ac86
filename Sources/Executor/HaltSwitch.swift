import Market
import Messages
import Stages

/// Whether trading is halted here, why and since when; durable at once.
struct HaltSwitch: BitwiseCopyable, Sendable {
    /// What a halt by the executor's own books is called.
    private static let ownName: ShortLabel = "executor"

    private(set) var record = HaltRecord()
    /// Whether the books are beyond a hard limit, and that was told.
    private var isBreached = false

    /// Takes a durable record back.
    mutating func recover(_ record: HaltRecord) { self.record = record }

    /// Halts; false where it was halted already.
    mutating func stop(
        _ reason: Reason, by: ShortLabel, _ time: Timestamp, _ effects: inout Effects
    ) -> Bool {
        guard !record.halted else { return false }
        record = HaltRecord(halted: true, code: reason.code, since: time, by: by)
        effects.store(.halt(record))
        return true
    }

    /// Takes the halt back: only a person asks for it. Of one by its own books nobody else knew, so that its
    /// end is told.
    mutating func resume(_ command: HaltCommand, _ time: Timestamp, _ effects: inout Effects) {
        guard record.halted else { return }
        let wasOwn = record.by == Self.ownName
        record = HaltRecord(halted: false, code: command.code, since: time, by: command.by)
        effects.store(.halt(record))
        if wasOwn { effects.publish(.alert(RiskAlert(of: record, Reason(command.code), .info))) }
    }

    /// Notes whether the books are beyond a hard limit; answers the halt to make and to tell: once, until
    /// they are within again.
    mutating func watch(_ breach: Reason?, at time: Timestamp) -> HaltRecord? {
        defer { isBreached = breach != nil }
        guard let breach, !isBreached else { return nil }
        return HaltRecord(halted: true, code: breach.code, since: time, by: Self.ownName)
    }
}
