import Engine
import Market
import Messages
import Stages

/// Keeps what was said and answered in a run, in order.
final class FrameLog: FrameObserver {
    private(set) var frames: [Frame] = []
    private(set) var verdicts: [(id: RequestID, verdict: RiskVerdict)] = []

    func published(_ frame: Frame) { frames.append(frame) }

    func answered(_ id: RequestID, _ message: Message, at time: Timestamp) {
        if case .riskVerdict(let verdict) = message { verdicts.append((id, verdict)) }
    }

    var reports: [ExecutionReport] { frames.compactMap { if case .report(let report) = $0.message { report } else { nil } } }
    var fills: [Fill] { frames.compactMap { if case .fill(let fill) = $0.message { fill } else { nil } } }
    /// L3's targets in a part of the run.
    func targets(from start: Timestamp = .zero, before end: Timestamp = .never) -> [TacticTargets] {
        frames.filter { $0.time >= start && $0.time < end }
            .compactMap { if case .tacticTargets(let targets) = $0.message { targets } else { nil } }
    }
    var updates: [StrategyUpdate] {
        frames.compactMap { if case .strategyUpdate(let update) = $0.message { update } else { nil } }
    }
    var plans: [ExecutionPlan] {
        frames.compactMap { if case .executionPlan(let plan) = $0.message { plan } else { nil } }
    }
    var alerts: [RiskAlert] { frames.compactMap { if case .riskAlert(let alert) = $0.message { alert } else { nil } } }

    /// What one process said, as text: equal where the messages are.
    func said(by rank: ProcessRank) -> [String] {
        frames.filter { $0.rank == rank }.map { "\($0.time) \($0.message)" }
    }

    /// How a signal ended; a test fails where it has not exactly one report.
    func report(of signal: Label) -> ExecutionReport? {
        let own = reports.filter { $0.signalID == signal }
        return own.count == 1 ? own[0] : nil
    }
}
