import CBenchPeer
import Configuration
import Engine
import Exchanges
import Executor
import FeedHandler
import L1Operational
import L2Tactic
import L3Strategy
import L4Meta
import Messages
import PaperVenue
import RiskManager
import Stages

/// What each stage costs per event, from a run in which each is timed.
struct StageShares {
    struct Row {
        let name: String
        let nanoseconds: Double
    }

    private(set) var rows: [Row] = []
    /// What was said in the run, so that a run that decides nothing is not taken for a fast one.
    let counts: String

    init(_ events: [MarketEvent], _ settings: Settings) {
        var host = Self.timed(settings)
        let counter = KindCounter()
        host.observer = counter
        let began = Stopwatch.now()
        let firstTick = strata_bench_ticks()
        if let event = events.first { host.join(at: event.time) }
        for event in events { host.feed(event.message, at: event.time) }
        let ticks = Double(strata_bench_ticks() - firstTick)
        let nanoseconds = Double(Stopwatch.now() - began)
        let scale = nanoseconds / ticks / Double(events.count)
        let overhead = Self.overhead()
        var staged = 0.0
        for (name, spent, calls) in Self.spent(host) {
            let net = max(0, Double(spent) - overhead * Double(calls)) * scale
            let perEvent = Double(calls) / Double(events.count)
            rows.append(Row(name: "\(name) (\(Figures.text(perEvent)) calls)", nanoseconds: net))
            staged += Double(spent) * scale
        }
        let whole = nanoseconds / Double(events.count)
        rows.append(Row(name: "host, with the timing", nanoseconds: whole - staged))
        counts = counter.text
    }

    private static func timed(_ settings: Settings) -> InProcessHost {
        var host = InProcessHost()
        host.add(TimedStage(FeedHandlerStage(settings: settings)), rank: .feedHandler)
        host.add(TimedStage(L4MetaStage(settings: settings)), rank: .l4Meta)
        host.add(TimedStage(L3StrategyStage(settings: settings)), rank: .l3Strategy)
        host.add(TimedStage(L2TacticStage(settings: settings, run: 1)), rank: .l2Tactic)
        host.add(TimedStage(L1OperationalStage(settings: settings)), rank: .l1Operational)
        host.add(TimedStage(RiskManagerStage(settings: settings)), rank: .riskManager)
        host.add(TimedStage(ExecutorStage(settings: settings)), rank: .executor)
        host.add(TimedStage(PaperVenueStage(settings: settings)), rank: .venue)
        return host
    }

    private static func spent(_ host: InProcessHost) -> [(String, UInt64, UInt64)] {
        func row<S: Stage>(_ type: S.Type, _ name: String) -> (String, UInt64, UInt64) {
            let stage = host.stage(TimedStage<S>.self)
            return (name, stage?.ticks ?? 0, stage?.calls ?? 0)
        }
        return [
            row(FeedHandlerStage.self, "feed-handler"), row(L4MetaStage.self, "l4-meta"),
            row(L3StrategyStage.self, "l3-strategy"), row(L2TacticStage.self, "l2-tactic"),
            row(L1OperationalStage.self, "l1-operational"), row(RiskManagerStage.self, "risk-manager"),
            row(ExecutorStage.self, "executor"), row(PaperVenueStage.self, "paper-venue"),
        ]
    }

    /// Ticks between two readings with nothing between them.
    private static func overhead() -> Double {
        var least = UInt64.max
        for _ in 0..<10_000 {
            let start = strata_bench_ticks()
            least = min(least, strata_bench_ticks() &- start)
        }
        return Double(least)
    }
}

/// Counts what is said, by kind.
final class KindCounter: FrameObserver {
    private var counts = [Int](repeating: 0, count: MessageKind.allCases.count)

    func published(_ frame: Frame) { counts[Int(frame.message.kind.rawValue)] += 1 }

    var text: String {
        [MessageKind.signal, .order, .fill, .report, .riskAlert, .strategyUpdate, .tacticTargets]
            .map { "\(counts[Int($0.rawValue)]) \(TopicCatalogue.entry($0).prefix)" }
            .joined(separator: ", ")
    }
}
