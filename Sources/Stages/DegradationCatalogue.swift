import Messages

/// What happens when something is missing: the one table from which the stages act, and docs/degradation.md
/// is made. A new rule is a row here.
public enum DegradationCatalogue {
    /// All rules, by what is missing. On a loss without a row nobody does anything else than before: where L4
    /// is gone all go by its last word, where L2 is gone nothing new begins.
    public static let rows: [Degradation] = [
        Degradation(
            .gone(.feedHandler), .l2Tactic, .l1Operational, .riskManager, does: .refuseEntries(.feedGone)),
        Degradation(
            .gone(.feedHandler), .executor, does: .cancelEntries(.feedGone), .refuseEntries(.feedGone)),
        Degradation(.staleData, .l2Tactic, .l1Operational, .riskManager, does: .refuseEntries(.feedStale)),
        Degradation(.staleData, .executor, does: .cancelEntries(.feedStale), .refuseEntries(.feedStale)),
        Degradation(.gone(.l3Strategy), .l2Tactic, .riskManager, does: .refuseEntries(.strategyGone)),
        Degradation(.gone(.l1Operational), .executor, does: .cancelEntries(.operationalGone)),
        Degradation(.gone(.riskManager), .l1Operational, does: .refuseEntries(.riskManagerGone)),
        Degradation(.gone(.venue), .executor, does: .refuseEntries(.venueGone)),
        Degradation(.gone(.executor), .l1Operational, does: .holdOrders),
        Degradation(.gone(.executor), .riskManager, does: .keepReserved),
    ]

    /// Whether a stage takes a measure on a loss.
    public static func requires(_ measure: Measure, of actor: ProcessRank, on loss: Loss) -> Bool {
        rows.contains { $0.loss == loss && $0.actors.contains(actor) && $0.measures.contains(measure) }
    }

    /// Why a stage takes back what waits to enter on a loss; `nil` where it does not.
    public static func cancellation(by actor: ProcessRank, on loss: Loss) -> ReasonCode? {
        for row in rows where row.loss == loss && row.actors.contains(actor) {
            for case .cancelEntries(let code) in row.measures { return code }
        }
        return nil
    }

    /// Whether a stage takes a measure while these are gone.
    public static func requires(_ measure: Measure, of actor: ProcessRank, without gone: Absences) -> Bool {
        ProcessRank.processes.contains { gone.contains($0) && requires(measure, of: actor, on: .gone($0)) }
    }

    /// Why a stage enters nothing while these are gone; `nil` where it may. The first row counts.
    public static func refusal(by actor: ProcessRank, without gone: Absences) -> ReasonCode? {
        guard gone != Absences() else { return nil }
        for row in rows where row.actors.contains(actor) {
            guard case .gone(let rank) = row.loss, gone.contains(rank) else { continue }
            for case .refuseEntries(let code) in row.measures { return code }
        }
        return nil
    }
}
