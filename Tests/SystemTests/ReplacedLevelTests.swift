import Bus
@testable import Control
import Foundation
import Glibc
import Market
import Messages
import Testing

/// The seven with one of them replaced by a program of another language, on the sample.
@Suite(
    .enabled(if: PeerBench.python != nil, "needs deploy/setup.sh --python, or STRATA_PYTHON"),
    .timeLimit(.minutes(10)))
struct ReplacedLevelTests {
    /// The document's stop of ETH lies above the sample's market: 1500 takes its place.
    @Test func `with an L3 in Python the run trades, and both Signals of the L1 document get reports`() throws {
        let bench = try PeerBench()
        let environment = [
            "STRATA_STATE_DIR": bench.directory.path + "/state", "STRATA_SPEED": "0",
            "STRATA_FROM": "2025-05-05", "STRATA_TO": "2025-05-05T06:00",
        ]
        let heard = try Socket(.sub, in: bench.context)
        try heard.subscribe(prefix: [])
        var processes: [Process] = []
        defer {
            for process in processes where process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        for name in ["l4-meta", "l2-tactic", "l1-operational", "risk-manager", "executor", "feed-handler"] {
            try heard.connect(bench.directory.endpoint("\(name).0.pub"))
            processes.append(try bench.start(PeerBench.executable(name), environment: environment))
        }
        processes.append(try bench.python("docs/examples/l3_strategy.py"))

        try bench.receive(on: heard) { $0.topic.starts(with: "kline_1m".utf8) }
        let sender = try bench.python("docs/examples/send_signal.py", "--eth-stop", "1500")
        let seen = try watch(heard, bench)
        let told = try bench.output(of: sender).split(separator: "\n")
        #expect(told.prefix(2) == ["btc_s1: taken", "eth_s1: taken"] && told.count == 4, "\(told)")
        #expect(seen.fills > 0 && seen.reports > 2)
        #expect(seen.losses.isEmpty, "\(seen.losses)")
        for process in processes { kill(process.processIdentifier, SIGTERM) }
        for process in processes {
            _ = try bench.output(of: process)
            #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        }
    }

    /// Listens until L2, risk manager and executor have said after the end what they missed.
    private func watch(_ socket: borrowing Socket, _ bench: PeerBench) throws -> Seen {
        let inspector = FrameInspector(bench.instruments)
        var seen = Seen()
        try bench.receive(on: socket) { frames in
            guard case .message(let header, let message) = inspector.inspect(frames) else {
                Issue.record("\(inspector.inspect(frames))")
                return false
            }
            seen.take(header, message)
            return seen.isOver
        }
        return seen
    }
}

/// What was heard of a run.
private struct Seen {
    var fills = 0
    var reports = 0
    /// Who missed or refused something, with the figures.
    var losses: [String] = []
    private var end: Timestamp?
    private var done: Set<String> = []
    private var answered: Set<String> = []

    /// Whether all three have, and both outside Signals have their report.
    var isOver: Bool { done.count == 3 && answered == ["btc_s1", "eth_s1"] }

    mutating func take(_ header: Header, _ message: Message) {
        switch message {
        case .fill: fills += 1
        case .report(let report):
            reports += 1
            if "\(report.signalID)".hasSuffix("_s1") { answered.insert("\(report.signalID)") }
        case .clock(let clock) where clock.ended: end = clock.time
        case .heartbeat(let beat) where end != nil: take(beat, "\(header.source)")
        default: break
        }
    }

    private mutating func take(_ beat: Heartbeat, _ source: String) {
        guard ["l2-tactic.0", "risk-manager.0", "executor.0"].contains(source) else { return }
        if beat.gaps > 0 || beat.refused > 0 { losses.append("\(source): \(beat.gaps) \(beat.refused)") }
        done.insert(source)
    }
}
