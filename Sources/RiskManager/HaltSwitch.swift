import Market
import Messages
import Stages

/// The kill switch: whether trading is halted, why and since when; durable before it is told.
struct HaltSwitch: BitwiseCopyable, Sendable {
    private static let ownName: ShortLabel = "risk-manager"

    private(set) var record = HaltRecord()
    /// Whether the books are beyond a hard limit, and trading was halted for it.
    private var isBreached = false

    /// Takes a durable record back.
    mutating func recover(_ record: HaltRecord) { self.record = record }

    /// A person's halt. Halting twice is harmless.
    mutating func halt(
        _ command: HaltCommand, _ id: RequestID, at time: Timestamp, _ effects: inout Effects
    ) {
        if let late = Reason.lateness(of: command.expires, at: time) {
            return acknowledge(id, late, &effects)
        }
        if !record.halted {
            let record = HaltRecord(halted: true, code: command.code, since: time, by: command.by)
            set(record, Reason(command.code), .error, &effects)
        }
        acknowledge(id, Reason(), &effects)
    }

    /// Only a person resumes. A day's drawdown at its limit goes on refusing entries until 00:00 UTC:
    /// the limits are hard.
    mutating func resume(
        _ command: HaltCommand, _ id: RequestID, at time: Timestamp, _ effects: inout Effects
    ) {
        if let late = Reason.lateness(of: command.expires, at: time) {
            return acknowledge(id, late, &effects)
        }
        if record.halted { set(HaltRecord(by: command.by), Reason(command.code), .info, &effects) }
        acknowledge(id, Reason(), &effects)
    }

    /// A run that begins halted says so: no level knows it otherwise, and no journal would.
    func tellKept(_ effects: inout Effects) {
        guard record.halted else { return }
        effects.publish(.riskAlert(RiskAlert(of: record, Reason(record.code), .warning)))
    }

    /// Halts by a limit, of itself.
    mutating func stop(_ reason: Reason, at time: Timestamp, _ effects: inout Effects) {
        let record = HaltRecord(halted: true, code: reason.code, since: time, by: Self.ownName)
        set(record, reason, .error, &effects)
    }

    /// Halts where what is held has passed a hard limit by far: once, until it is within again. The executor
    /// looks at its own books by the same rules, so that neither needs the other to stop.
    mutating func watch(_ breach: Reason?, at time: Timestamp, _ effects: inout Effects) {
        if let breach, !isBreached { stop(breach, at: time, &effects) }
        isBreached = breach != nil
    }

    /// Durable first, then told to all.
    private mutating func set(
        _ record: HaltRecord, _ reason: Reason, _ severity: Severity, _ effects: inout Effects
    ) {
        self.record = record
        effects.store(.halt(record))
        effects.publish(.riskAlert(RiskAlert(of: record, reason, severity)))
    }

    private func acknowledge(_ id: RequestID, _ refusal: Reason, _ effects: inout Effects) {
        var answer = Acknowledge()
        answer.ok = refusal.code == .none
        answer.reason = refusal
        effects.answer(id, .acknowledge(answer))
    }
}
