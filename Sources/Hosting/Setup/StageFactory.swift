import Configuration
import Engine
import Executor
import FeedHandler
import L1Operational
import L2Tactic
import L3Strategy
import L4Meta
import Market
import Messages
import RiskManager
import Stages

/// Puts stages into hosts: the one place that knows which part is which.
public enum StageFactory {
    /// Adds the stages of one process. The executor's process holds its venue too, where that is a stage.
    /// `deciding` are the symbols of this instance of L2; all where it is empty.
    public static func add(
        _ rank: ProcessRank, to host: inout InProcessHost, _ settings: Settings, run: UInt32,
        instance: Int = 0, deciding: [SymbolID] = [],
        venue: VenueChoice = .paper
    ) {
        switch rank {
        case .feedHandler: host.add(FeedHandlerStage(settings: settings), rank: rank)
        case .l4Meta: host.add(L4MetaStage(settings: settings), rank: rank)
        case .l3Strategy: host.add(L3StrategyStage(settings: settings), rank: rank)
        case .l2Tactic:
            let symbols = deciding.isEmpty ? nil : deciding
            host.add(
                L2TacticStage(settings: settings, run: run, deciding: symbols), rank: rank, instance: instance
            )
        case .l1Operational: host.add(L1OperationalStage(settings: settings), rank: rank)
        case .riskManager: host.add(RiskManagerStage(settings: settings), rank: rank)
        case .executor:
            if venue.abilities == .all {
                host.add(ExecutorStage(settings: settings), rank: rank)
            } else {
                let layout = venue.layout(on: settings.market)
                host.add(BracketedExecutor(settings: settings, layout: layout), rank: rank)
            }
            venue.add(to: &host, settings)
        case .venue, .outside: break
        }
    }

    /// A host with everything in it: what `strata run` is.
    public static func whole(
        _ settings: Settings, run: UInt32, venue: VenueChoice = .paper
    ) -> InProcessHost {
        var host = InProcessHost()
        for rank in ProcessRank.processes { add(rank, to: &host, settings, run: run, venue: venue) }
        return host
    }
}
