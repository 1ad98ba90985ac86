import Configuration
import Engine
import Executor
import Hosting
import Market
import Messages
import PaperVenue
import RiskManager
import Stages

/// A mistake that other trading systems have made, built in on purpose: the simulation must find it.
public enum PlantedBug: String, CaseIterable, Sendable {
    /// The executor places an order anew under another name where the venue didn't answer in time.
    case retryUnderNewID = "retry-under-new-id"
    /// An order that comes to the venue twice is taken twice.
    case dedupeForgotten = "dedupe-forgotten"
    /// A fill that the venue tells again is booked again.
    case fillCountedTwice = "fill-counted-twice"
    /// The stop rests for what was ordered, not for what was filled.
    case stopForOrdered = "stop-for-ordered"
    /// A time-out of the venue counts as its refusal.
    case timeoutTakenForRefusal = "timeout-taken-for-refusal"
    /// A person's halt is acknowledged and forgotten.
    case haltIgnored = "halt-ignored"
    /// What was reserved for an entry is never given back.
    case reservationLeaked = "reservation-leaked"
    /// Nobody judges the seals of what comes in.
    case edgeUnchecked = "edge-unchecked"
    /// What answers a request after its outcome is handed on as well.
    case answerTwice = "answer-twice"
    /// Frames that were asked for in vain are not asked for again.
    case gapAskedOnce = "gap-asked-once"
    /// What a step wants kept is kept after its words have left.
    case saidBeforeKept = "said-before-kept"
    /// Who is gone and who is back is not written into the journal, and so forgotten by a restart.
    case linkForgotten = "link-forgotten"
    /// The time that a process told itself is not written into the journal, and so forgotten by a restart.
    case tickForgotten = "tick-forgotten"
    /// The feed's clock stands where the market says nothing.
    case clockStands = "clock-stands"
    /// A process's own clock stands while the feed handler is gone.
    case ownClockStands = "own-clock-stands"
    /// An input is written into the journal after it was handled.
    case journalledLate = "journalled-late"

    /// A stop that is placed anew, as there were more fills, rests for what the first one did.
    case stopNotResized = "stop-not-resized"
    /// The target was filled, and nobody takes the stop back.
    case otherLegStays = "other-leg-stays"

    /// Whether it is one of the keeper's of stops and targets, which only a limited venue needs.
    var needsLimitedVenue: Bool { self == .stopNotResized || self == .otherLegStays }

    /// Adds the stages of a process, with the mistake where it belongs.
    static func add(
        _ rank: ProcessRank, to engine: inout InProcessHost, _ settings: Settings, run: UInt32,
        _ bug: PlantedBug?, isVenueLimited: Bool = false
    ) {
        if isVenueLimited, rank == .executor {
            engine.add(BentKeeper(settings, bug), rank: .executor)
            return engine.add(PaperVenueStage(settings: settings, abilities: []), rank: .venue)
        }
        switch (bug, rank) {
        case (.retryUnderNewID?, .executor), (.fillCountedTwice?, .executor),
            (.timeoutTakenForRefusal?, .executor), (.haltIgnored?, .executor):
            engine.add(BentExecutor(settings, bug), rank: .executor)
            engine.add(PaperVenueStage(settings: settings), rank: .venue)
        case (.dedupeForgotten?, .executor), (.stopForOrdered?, .executor):
            engine.add(ExecutorStage(settings: settings), rank: .executor)
            engine.add(BentVenue(settings, bug), rank: .venue)
        case (.reservationLeaked?, .riskManager), (.haltIgnored?, .riskManager):
            engine.add(BentRiskManager(settings, bug), rank: .riskManager)
        default: StageFactory.add(rank, to: &engine, settings, run: run)
        }
    }
}
