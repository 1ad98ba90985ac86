import Configuration
import Cores
import Delivery
import Engine
import Exchanges
import Market
import Messages
import Stages

/// What stands behind the live feed in a run: the feed handler's process with `LiveFeed`, and in it all
/// levels with the paper venue. They are the production's; what is left out is the bus between them.
final class JoinedLevels {
    /// How often its clock ticks where the market says nothing: as in a run.
    static let tick = Pace.standard.tick
    /// Nobody is missed: all stand in one process.
    private static let patience = Int64.max >> 1

    private let core: ProcessCore
    private let market: PushedFeed
    private let tap = FrameTap()

    /// Begins with the history that the feed fetched.
    ///
    /// - Parameters:
    ///   - bug: a mistake to plant.
    init(
        _ settings: Settings, history: [Kline], _ bug: PlantedTradingBug?, at now: HostClock
    ) throws(HostError) {
        market = PushedFeed("binance", history: history)
        var engine = InProcessHost(ids: .free(epoch: 1, counter: 0))
        for rank in ProcessRank.processes { PlantedTradingBug.add(rank, to: &engine, settings, bug) }
        let topology = Topology(tacticInstances: 1)
        core = ProcessCore(
            topology.members[0], topology, settings, Header(), nil, engine: engine, log: nil,
            pace: Self.pace(bug), isLive: true, now: now)
        core.engine.observer = tap
        core.feed = LiveFeed(
            market, history: HistoryRing(symbols: settings.instruments.count, capacity: history.count + 1),
            pace: Self.pace(bug), log: core.log)
        try core.begin(isResumed: false)
    }

    private static func pace(_ bug: PlantedTradingBug?) -> Pace {
        Pace(
            heartbeat: 1_000_000_000, patience: patience, tick: bug == .clockStands ? patience : tick,
            progress: Pace.standard.progress)
    }

    /// When something is due, monotonic ns.
    var wakesAt: Int64 { core.due }

    /// What the feed tells; it is handled in the next turn.
    func tell(_ event: MarketEvent) { market.push(event) }

    /// Handles what was told and what is due.
    func turn(at now: HostClock) throws(HostError) {
        core.time.now = now
        try core.tick()
        core.effects.clear()
    }

    /// A signal from outside, as one asks it of L1; answers whether it was answered.
    func take(_ signal: Signal) -> Bool {
        core.engine.request(.l1Operational, RequestID(signal.signalID, .signal), .signal(signal)) != nil
    }

    /// Hands over all that was said since the last call.
    func takeFrames() -> [Frame] { tap.take() }
}
