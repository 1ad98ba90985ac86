import Messages

extension RiskAlert {
    /// Says that trading halts, or goes on, by what its keeper has written down.
    public init(of record: HaltRecord, _ reason: Reason, _ severity: Severity) {
        self.init()
        self.severity = severity
        halted = record.halted
        by = record.by
        self.reason = reason
    }
}
