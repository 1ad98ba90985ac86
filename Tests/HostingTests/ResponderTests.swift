import Bus
import Configuration
@testable import Delivery
import Foundation
@testable import Hosting
import Market
import Messages
import Sealing
import Stages
import TestSupport
import Testing
import Wire

/// A process's REP socket: each request gets one answer, whatever it holds.
@Suite struct ResponderTests {
    /// Asks a process without a socket; answers the topics of the answers, and their texts.
    private func answers(
        _ rank: ProcessRank, _ requests: [(topic: String, payload: [UInt8])], isSealed: Bool = true,
        signalRate: Double = 20, _ stage: @escaping EchoStage.Script = { _, _ in }
    ) throws -> [(topic: String, text: String)] {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let file = folder.path + "/strata.json"
        try Data(#"{"operational":{"outside_signal_rate":\#(signalRate)}}"#.utf8).write(to: URL(filePath: file))
        let setup = try SetupLoader.load(
            safeList: root + "/safe_list.json", instruments: root + "/samples/instruments.json", configuration: file)
        let bench = try CoreBench(rank, EchoStage(stage), setup.settings)
        bench.core.time.now.wall = WallClock.now()
        let member = bench.core.member.name
        return try requests.flatMap { request in
            let payload = isSealed ? seal(request, bench.core.header.run, to: member) : request.payload
            return try bench.ask(Array(request.topic.utf8), payload).map {
                (String(decoding: $0.topic, as: UTF8.self), String(decoding: $0.payload, as: UTF8.self))
            }
        }
    }

    /// The request under the run's key, as an honest process sends it.
    private func seal(_ request: (topic: String, payload: [UInt8]), _ run: UInt32, to process: String) -> [UInt8] {
        guard let entry = TopicCatalogue.entries.first(where: { "\($0.prefix)" == request.topic }) else {
            return request.payload
        }
        let gate = Gate("test", run: run, InstrumentTable([]), TestKey.keys(), startedAt: .zero)
        return gate.seal(entry.kind, request.payload, to: process)
    }

    private func map(_ fields: (MapWriter) -> Void, count: Int) -> [UInt8] {
        let writer = MapWriter()
        writer.clear()
        writer.beginMap(count)
        fields(writer)
        return Array(writer.bytes)
    }

    @Test func `what can't be read or is not answered here is refused with its reason, one answer each`() throws {
        let farPage = map({
            $0.key("symbol")
            $0.text("BTC/USDT")
            $0.key("from")
            $0.integer(.max)
        }, count: 2)
        let seen = try answers(.feedHandler, [
            ("nonsense", [0x80]), ("submit", [0x80]), ("", []), ("history", [0xC1]), ("history", farPage),
            ("replay", [0x80]), ("status", []), ("status", [UInt8](repeating: 0, count: Frames.largest)),
        ])
        #expect(seen.map(\.topic) == [
            "refused", "refused", "refused", "refused", "history", "refused", "status", "status",
        ])
        #expect(seen.count == 8 && seen[0].text.contains("feed-handler.0 does not answer \"nonsense\""))
        #expect(seen.count == 8 && seen[5].text.contains("topic"))
    }

    @Test func `a signal that can't be read is told to its sender by field, and to L1 by its name`() throws {
        let context = map({
            $0.key("signal_id")
            $0.text("odd\u{1B}[31m")
        }, count: 1)
        let named = map({
            $0.key("signal_id")
            $0.text("lost-1")
            $0.key("symbol")
            $0.text("ETH/USDT")
            $0.key("side")
            $0.text("hold\n")
        }, count: 3)
        nonisolated(unsafe) var taken: [Signal] = []
        let seen = try answers(.l1Operational, [("signal", context), ("signal", named), ("signal", [0xC1])]) {
            input, _ in
            if case .request(_, .signal(let signal)) = input.input { taken.append(signal) }
        }
        #expect(seen.map(\.topic) == ["refused", "refused", "refused"])
        #expect(taken.map { "\($0.signalID)" } == ["lost-1"] && taken.allSatisfy(\.isMalformed))
        #expect(taken.first?.symbol == SymbolID(1))
        #expect(seen[1].text.contains("\"side\"") && seen[1].text.contains("buy, sell"), "\(seen[1].text)")
        #expect(seen.allSatisfy { !$0.text.contains("\u{1B}") && !$0.text.contains("\n") }, "\(seen)")
    }

    @Test(arguments: [(0.2, 1), (20, 8)])
    func `signals from outside are let in at the rate of the settings`(_ rate: Double, _ expected: Int) throws {
        nonisolated(unsafe) var taken = 0
        let requests = try (0..<8).map { number in
            var signal = Signal()
            (signal.signalID, signal.symbol) = (Label(clipping: "s-\(number)"), SymbolID(0))
            return (topic: "signal", payload: try FrameEncoder(Settings.standard.instruments).bytes(bare: .signal(signal)))
        }
        let seen = try answers(.l1Operational, requests, signalRate: rate) { input, effects in
            guard case .request(let id, _) = input.input else { return }
            taken += 1
            effects.answer(id, .acknowledge(Acknowledge()))
        }
        #expect(taken == expected && seen.count == 8)
        #expect(seen.count { $0.text.contains("too_many_signals") } == 8 - expected)
    }

    @Test func `a stage that does not answer at once gives a refusal at once, each time`() throws {
        var halt = HaltCommand()
        halt.by = "person"
        let command = try FrameEncoder(InstrumentTable([])).bytes(bare: .halt(halt))
        let seen = try answers(.riskManager, [("halt", command), ("halt", command)]) { input, effects in
            if case .request = input.input { effects.wake(TimerID(1), at: input.time + .seconds(1)) }
        }
        #expect(seen.map(\.topic) == ["acknowledge", "acknowledge"])
    }

    @Test func `what moves something is refused without a seal, and counted; a halt is open to all`() throws {
        var command = HaltCommand()
        command.by = "person"
        let map = try FrameEncoder(InstrumentTable([])).bytes(bare: .halt(command))
        let requests = ["submit", "cancel", "resume", "halt", "status"].map { ($0, map) }
        let seen = try answers(.executor, requests, isSealed: false) { input, effects in
            guard case .request(let id, _) = input.input else { return }
            effects.answer(id, .acknowledge(Acknowledge()))
        }
        #expect(seen.map(\.topic) == ["refused", "refused", "refused", "acknowledge", "status"])
        for answer in seen.prefix(3) { #expect(answer.text.contains("carries no seal"), "\(answer.text)") }
        #expect(seen.last?.text.contains("\"forged\":3") == true, "\(seen)")
    }

    @Test func `a person's command that lay too long before a process that hung is refused, with both times`() throws {
        // Later than the process's start: what was asked before it does not count.
        let now = Timestamp(milliseconds: (WallClock.now() / 1_000_000_000 + 2) * 1000)
        func asked(_ seconds: Int64) throws -> [UInt8] {
            var resume = HaltCommand()
            (resume.by, resume.asked) = ("person", now - .seconds(seconds))
            return try FrameEncoder(InstrumentTable([])).bytes(bare: .resume(resume))
        }
        let seen = try answers(.executor, [("resume", asked(420)), ("resume", asked(0))]) { input, effects in
            guard case .request(let id, _) = input.input else { return }
            effects.answer(id, .acknowledge(Acknowledge()))
        }
        #expect(seen.map(\.topic) == ["acknowledge", "acknowledge"])
        #expect(seen.map { $0.text.contains("expired") } == [true, false])
        var old = HaltCommand()
        old.asked = now - .seconds(420)
        let text = RequestReader.lateness(of: .resume(old), at: now)?.text ?? ""
        #expect(text.contains("\(now - .seconds(410))") && text.contains("\(now)"), "\(text)")
    }
}
