import Market
import Messages
import Stages

/// Whether entries may go at all after a restart, and who is missing.
struct Readiness: BitwiseCopyable, Sendable {
    /// Whether records were taken back: approvals given before are forgotten, so entries wait.
    private var isRestarted = false
    /// Event time from which entries go after a restart; `never` until the first event.
    private var entriesFrom = Timestamp.zero
    private var missing = Absences()

    /// A durable record was taken back.
    mutating func noteRestart() { isRestarted = true }

    /// The run begins.
    mutating func join() { if isRestarted { entriesFrom = .never } }

    /// Event time goes on: after a restart entries wait one approval's life from the first event.
    mutating func advance(to time: Timestamp, approvalLife: TimeSpan) {
        if entriesFrom == .never { entriesFrom = time + approvalLife }
    }

    mutating func note(_ rank: ProcessRank, _ link: LinkState) { missing.note(rank, link) }

    /// Whether approvals stay reserved although they have ended: an order to one may be at the venue.
    var keepsReserved: Bool {
        DegradationCatalogue.requires(.keepReserved, of: RiskManagerStage.rank, without: missing)
    }

    /// Why no entry goes, as far as the executor's books and those who are missing tell.
    func refusal(at time: Timestamp, isAccountKnown: Bool) -> Reason? {
        if !isAccountKnown || time < entriesFrom { return Reason(.reconciling) }
        return DegradationCatalogue.refusal(by: RiskManagerStage.rank, without: missing).map { Reason($0) }
    }
}
