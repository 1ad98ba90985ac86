import Market
import Messages
import Stages

extension RiskManagerStage {
    /// Whether trading is halted here, why and since when.
    public var haltRecord: HaltRecord { account.halt }

    /// A person's kill switch. Halting twice is harmless.
    mutating func halt(_ command: HaltCommand, _ id: RequestID, _ input: Envelope, _ effects: inout Effects) {
        if let late = Reason.lateness(of: command.expires, at: input.time) {
            return acknowledge(id, late, &effects)
        }
        if !account.halt.halted {
            let record = HaltRecord(
                halted: true, code: command.code, since: input.time, by: command.by)
            setHalt(record, Reason(command.code), .error, &effects)
        }
        acknowledge(id, Reason(), &effects)
    }

    /// Only a person resumes. A day's drawdown at its limit goes on refusing entries until 00:00 UTC:
    /// the limits are hard.
    mutating func resume(
        _ command: HaltCommand, _ id: RequestID, _ input: Envelope, _ effects: inout Effects
    ) {
        if let late = Reason.lateness(of: command.expires, at: input.time) {
            return acknowledge(id, late, &effects)
        }
        if account.halt.halted { setHalt(HaltRecord(by: command.by), Reason(command.code), .info, &effects) }
        acknowledge(id, Reason(), &effects)
    }

    /// Durable first, then told to all.
    mutating func setHalt(
        _ record: HaltRecord, _ reason: Reason, _ severity: Severity, _ effects: inout Effects
    ) {
        account.halt = record
        effects.store(.halt(record))
        effects.publish(.riskAlert(RiskAlert(of: record, reason, severity)))
    }

    /// A run that begins halted says so: no level knows it otherwise, and no journal would.
    func tellKeptHalt(_ effects: inout Effects) {
        guard account.halt.halted else { return }
        effects.publish(.riskAlert(RiskAlert(of: account.halt, Reason(account.halt.code), .warning)))
    }

    /// A halt of the risk manager's own, by a limit.
    mutating func stop(_ reason: Reason, at time: Timestamp, _ effects: inout Effects) {
        let record = HaltRecord(halted: true, code: reason.code, since: time, by: Self.ownName)
        setHalt(record, reason, .error, &effects)
    }

    private static let ownName: ShortLabel = "risk-manager"

    private func acknowledge(_ id: RequestID, _ refusal: Reason, _ effects: inout Effects) {
        var answer = Acknowledge()
        answer.ok = refusal.code == .none
        answer.reason = refusal
        effects.answer(id, .acknowledge(answer))
    }
}
