import Configuration
@testable import Cores
@testable import Delivery
import Market
import Messages
import Stages
import TestSupport
import Testing

/// A process of a free run by what goes in and what comes out, without a socket.
@Suite struct ProcessCoreTests {
    private static let btc = SymbolID(0)

    private static func kline(minute: Int64, close: Int = 50_000) -> Kline {
        var kline = Kline()
        kline.symbol = btc
        kline.openTime = Timestamp(milliseconds: (minute - 1) * 60_000)
        kline.closeTime = Timestamp(milliseconds: minute * 60_000)
        (kline.open, kline.high, kline.low, kline.close) = (
            Price(close), Price(close), Price(close), Price(close)
        )
        return kline
    }

    /// A process that has its history and stands in the present.
    private func present(
        _ rank: ProcessRank, _ script: @escaping EchoStage.Script = { _, _ in }
    ) throws -> CoreBench {
        let bench = try CoreBench(rank, EchoStage(script))
        try bench.core.begin(isResumed: false)
        try bench.pass(11 * CoreBench.second)
        #expect(bench.core.warmUp == nil)
        _ = bench.words()
        return bench
    }

    /// What its stage handled; `links` with who is there and who is gone.
    private func heard(_ bench: CoreBench, links: Bool = false) -> [String] {
        let all = bench.core.engine.stage(EchoStage.self)?.heard ?? []
        return all.filter { links || !($0.hasSuffix(" down") || $0.hasSuffix(" up")) }
    }

    @Test func `it asks for history first, and goes on without one where nobody answers in time`() throws {
        let bench = try CoreBench(.l3Strategy, EchoStage())
        try bench.core.begin(isResumed: false)
        try bench.pass(0)
        let first = bench.words().first
        guard case .asked(.history, _, "history", _, let answerBy) = first else {
            Issue.record("\(String(describing: first))")
            return
        }
        #expect(answerBy == bench.core.clock.monotonic + HistoryQuestions.answerBy)
        try bench.hear(.kline(Self.kline(minute: 1)), from: "feed-handler.0", 1)
        #expect(heard(bench).isEmpty, "what is live waits for history")
        try bench.pass(11 * CoreBench.second)
        #expect(heard(bench) == ["joined", "kline"])
    }

    @Test func `a frame behind a gap waits until the one before it was asked for and came`() throws {
        let bench = try present(.l3Strategy)
        try bench.hear(.kline(Self.kline(minute: 1)), from: "feed-handler.0", 1)
        try bench.hear(.kline(Self.kline(minute: 3)), from: "feed-handler.0", 3)
        #expect(heard(bench).filter { $0 == "kline" }.count == 1)
        try bench.pass(GapQuestions.patience)
        let asked = bench.words().compactMap { word -> (RequestLine, Int)? in
            guard case .asked(let line, let ticket, "replay", _, _) = word else { return nil }
            return (line, ticket)
        }
        let (line, ticket) = try #require(asked.first)
        try bench.pass(GapQuestions.patience)
        #expect(bench.words().allSatisfy { if case .asked(_, _, "replay", _, _) = $0 { false } else { true } })
        try bench.core.take(.noAnswer, on: line, ticket: ticket)
        try bench.pass(GapQuestions.patience)
        #expect(bench.words().contains { if case .asked(_, _, "replay", _, _) = $0 { true } else { false } })
        try bench.hear(.kline(Self.kline(minute: 2)), from: "feed-handler.0", 2)
        #expect(heard(bench).filter { $0 == "kline" }.count == 3)
    }

    @Test func `each ask has one outcome, whatever the line tells`() throws {
        let bench = try present(.l1Operational) { input, effects in
            guard case .message(.kline(let kline)) = input.input else { return }
            var intent = OrderIntent()
            intent.clientOrderID = ClientOrderID(signal: Label(clipping: "s\(kline.closeTime.nanoseconds)"), leg: 1)
            intent.symbol = kline.symbol
            var check = RiskCheck()
            check.intent = intent
            effects.ask(.riskManager, RequestID(intent.clientOrderID, .riskCheck), .riskCheck(check))
        }
        func ticket() -> Int? {
            bench.words().compactMap { (word) -> Int? in
                guard case .asked(.peer(.riskManager), let ticket, "risk_check", _, _) = word else { return nil }
                return ticket
            }.first
        }
        func outcomes() -> [String] {
            heard(bench).filter { $0.contains("answered") }
        }
        try bench.hear(.kline(Self.kline(minute: 1)), from: "feed-handler.0", 1)
        let first = try #require(ticket())
        try bench.core.take(.neverSent, on: .peer(.riskManager), ticket: first)
        try bench.core.take(.noAnswer, on: .peer(.riskManager), ticket: first)
        #expect(outcomes() == ["unanswered peerMissing"])
        try bench.hear(.kline(Self.kline(minute: 2)), from: "feed-handler.0", 2)
        let second = try #require(ticket())
        try bench.settle(.peer(.riskManager), ticket: second, .riskVerdict(RiskVerdict()))
        #expect(outcomes() == ["unanswered peerMissing", "answered riskVerdict"])
    }

    @Test func `a process that is not heard any more is told to the stages, and again when it is back`() throws {
        let bench = try present(.l1Operational)
        var beat = Heartbeat()
        beat.process = "executor.0"
        try bench.hear(.heartbeat(beat), from: "executor.0", 1)
        for _ in 0..<20 { try bench.pass(CoreBench.second / 4) }
        #expect(heard(bench, links: true).contains("executor down"))
        try bench.hear(.heartbeat(beat), from: "executor.0", 2)
        #expect(heard(bench, links: true).last == "executor up")
        #expect(bench.words().contains { if case .said(let topic, _) = $0 { topic.hasPrefix("heartbeat/") } else { false } })
    }

    @Test func `it wants a tick for its next heartbeat, and none before`() throws {
        let bench = try present(.l1Operational)
        let due = bench.core.due
        #expect(due > bench.core.clock.monotonic)
        #expect(due <= bench.core.clock.monotonic + Pace.standard.heartbeat)
        _ = bench.words()
        try bench.pass(due - bench.core.clock.monotonic - 1)
        #expect(bench.words().isEmpty)
        try bench.pass(1)
        #expect(!bench.words().isEmpty)
    }

    @Test func `without history it is as late as its records and what others say`() throws {
        let bench = try CoreBench(.executor, EchoStage())
        bench.core.keptUntil = Timestamp(milliseconds: 90_000)
        try bench.core.begin(isResumed: false)
        #expect(bench.core.engine.time == Timestamp(milliseconds: 90_000), "also while it asks for history")
        try bench.pass(11 * CoreBench.second)
        #expect(bench.core.warmUp == nil && bench.core.engine.time == Timestamp(milliseconds: 90_000))

        let other = try CoreBench(.executor, EchoStage())
        try other.core.begin(isResumed: false)
        var beat = Heartbeat()
        beat.process = "risk-manager.0"
        try other.hear(.heartbeat(beat), from: "risk-manager.0", 1, at: Timestamp(milliseconds: 120_000))
        try other.pass(11 * CoreBench.second)
        #expect(other.core.engine.time == Timestamp(milliseconds: 120_000))
    }

    /// A stage that asks the risk manager at each candle.
    private static let asking: EchoStage.Script = { input, effects in
        guard case .message(.kline(let kline)) = input.input else { return }
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: Label(clipping: "s\(kline.closeTime.nanoseconds)"), leg: 1)
        intent.symbol = kline.symbol
        var check = RiskCheck()
        check.intent = intent
        effects.ask(.riskManager, RequestID(intent.clientOrderID, .riskCheck), .riskCheck(check))
    }

    @Test func `after an exact restart only what was asked before it is asked again`() throws {
        let bench = try present(.l1Operational, Self.asking)
        try bench.hear(.kline(Self.kline(minute: 1)), from: "feed-handler.0", 1)
        var writer = StateWriter()
        bench.core.save(into: &writer)

        let again = try CoreBench(.l1Operational, EchoStage(Self.asking))
        var state = StateReader(writer.bytes)
        var none = GivenInputs([])
        try again.core.goOn(from: &state, &none, nil)
        try again.core.begin(isResumed: true)
        try again.hear(.kline(Self.kline(minute: 2)), from: "feed-handler.0", 2)
        try again.pass(5 * CoreBench.second)
        #expect(heard(again) == ["kline"])
        let asked = again.words().filter { if case .asked(.peer, _, "risk_check", _, _) = $0 { true } else { false } }
        #expect(asked.count == 2, "one from before, one of what came meanwhile")
    }

    @Test func `who is heard for the first time is in the journal: his first word meanwhile is fetched`() throws {
        let bench = try present(.l1Operational)
        let inputs = ScriptedInputs()
        bench.core.inputs = inputs
        try bench.tell([], from: "l2-tactic.0", 1)
        try bench.tell([], from: "l2-tactic.0", 2)
        #expect(inputs.begun.count == 1, "once")

        let again = try CoreBench(.l1Operational, EchoStage())
        var state = StateReader(inputs.begun[0])
        var none = GivenInputs([])
        try again.core.goOn(from: &state, &none, nil)
        try again.core.begin(isResumed: true)
        try again.tell([(Array("signals/BTC/USDT".utf8), 1)], from: "l2-tactic.0", 3)
        try again.pass(GapQuestions.patience)
        let asked = again.words().contains { if case .asked(.repair, _, "replay", _, _) = $0 { true } else { false } }
        #expect(asked)
    }

    @Test func `progress alone does not tell where all topics stand: what was said before is not fetched`() throws {
        let bench = try present(.l1Operational)
        let topic = Array("signals/BTC/USDT".utf8)
        try bench.tell([], from: "l2-tactic.0", 1, isProgress: true)
        try bench.tell([(topic, 3)], from: "l2-tactic.0", 1)
        try bench.pass(GapQuestions.patience)
        let asked = bench.words().contains { if case .asked(.repair, _, "replay", _, _) = $0 { true } else { false } }
        #expect(!asked)
    }

    @Test func `who begins to hear heartbeats gets one at once`() throws {
        let bench = try present(.l1Operational)
        try bench.pass(1)
        #expect(bench.words().isEmpty)
        try bench.core.joined(prefix: Array("alerts".utf8))
        try bench.pass(1)
        #expect(bench.words().isEmpty)
        try bench.core.joined(prefix: Array("heartbeat/".utf8))
        #expect(bench.core.due <= bench.core.clock.monotonic)
        try bench.pass(1)
        #expect(bench.words().contains { if case .said("heartbeat/l1-operational.0", _) = $0 { true } else { false } })
    }

    @Test func `each input is written before it is handled; where the disk was full, the halt goes first`() throws {
        let bench = try CoreBench(.executor, EchoStage())
        let inputs = ScriptedInputs()
        inputs.seen = { bench.core.engine.stage(EchoStage.self)?.heard.count ?? -1 }
        bench.core.inputs = inputs
        try bench.core.begin(isResumed: false)
        try bench.pass(11 * CoreBench.second)
        let before = bench.core.engine.stage(EchoStage.self)?.heard.count ?? 0
        inputs.failing = inputs.count + 2
        for minute in 1...3 {
            try bench.hear(.kline(Self.kline(minute: Int64(minute))), from: "feed-handler.0", UInt64(minute))
        }
        #expect(heard(bench) == ["joined", "kline", "asked halt", "kline", "kline"])
        #expect(inputs.handledBefore.suffix(4) == [before, before + 1, before + 2, before + 3])
    }
}

/// A journal in which some inputs follow its snapshot.
private struct GivenInputs: InputTail {
    private var inputs: [FreeInput]
    init(_ inputs: [FreeInput]) { self.inputs = inputs.reversed() }
    mutating func next() -> FreeInput? { inputs.popLast() }
    func check(_ outbox: Outbox, answer: Message?) {}
}

/// Writes inputs nowhere; at one of them the disk is full for a while.
private final class ScriptedInputs: InputSink {
    /// The states from which it began.
    private(set) var begun: [[UInt8]] = []
    /// The input at which the disk is full.
    var failing = 0
    private(set) var count = 0
    /// How many inputs the stage had handled when each was written.
    private(set) var handledBefore: [Int] = []
    var seen: () -> Int = { 0 }

    var wantsSnapshot: Bool { false }
    func begin(_ state: (inout StateWriter) -> Void) {
        var writer = StateWriter()
        state(&writer)
        begun.append(writer.bytes)
    }

    func note(_ outbox: Outbox, answer: Message?) {}

    func write(_ input: FreeInput, orElse halt: FreeInput?, _ state: (inout StateWriter) -> Void) -> Bool {
        count += 1
        handledBefore.append(seen())
        return count != failing || halt == nil
    }
}
