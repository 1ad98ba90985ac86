import Configuration
import Engine
import Executor
import FeedHandler
import Hosting
import L1Operational
import Messages
import PaperVenue
import RiskManager
import Stages

/// A mistake in how trading stops and resumes behind a live feed, planted to see that it is found.
public enum PlantedTradingBug: String, Sendable, CaseIterable {
    /// The feed handler never tells that a pair fell silent.
    case stalenessUntold = "staleness-untold"
    /// It never tells that a pair's data is back.
    case resumeUntold = "resume-untold"
    /// It is told, and nobody who could refuse an entry heeds it.
    case stalenessUnheeded = "staleness-unheeded"
    /// What rests to enter a pair that fell silent is left to rest.
    case restingKept = "resting-kept"
    /// Exits are refused while a pair is silent.
    case exitsStopped = "exits-stopped"
    /// A signal that was refused over silence has no report.
    case reportLost = "report-lost"
    /// The feed's clock stands where the market says nothing.
    case clockStands = "clock-stands"

    /// Adds a level's stages, with the mistake where it belongs.
    static func add(
        _ rank: ProcessRank, to engine: inout InProcessHost, _ settings: Settings, _ bug: PlantedTradingBug?
    ) {
        guard let bug else { return StageFactory.add(rank, to: &engine, settings, run: 1) }
        switch rank {
        case .feedHandler:
            engine.add(BentLevel(FeedHandlerStage(settings: settings), rank, bug), rank: rank)
        case .l1Operational:
            engine.add(BentLevel(L1OperationalStage(settings: settings), rank, bug), rank: rank)
        case .riskManager:
            engine.add(BentLevel(RiskManagerStage(settings: settings), rank, bug), rank: rank)
        case .executor:
            engine.add(BentLevel(ExecutorStage(settings: settings), rank, bug), rank: rank)
            engine.add(PaperVenueStage(settings: settings), rank: .venue)
        default: StageFactory.add(rank, to: &engine, settings, run: 1)
        }
    }
}
