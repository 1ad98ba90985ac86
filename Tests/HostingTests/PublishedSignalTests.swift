import Bus
import Configuration
@testable import Cores
@testable import Delivery
import Foundation
@testable import Hosting
import Market
import Messages
import Stages
import TestSupport
import Testing
import Wire

/// Signals that a publisher outside says, at a process without a socket, and where one may publish.
@Suite struct PublishedSignalTests {
    private let encoder = FrameEncoder(Settings.standard.instruments)

    private func signal(_ id: String) -> Message {
        var signal = Signal()
        (signal.signalID, signal.symbol) = (Label(clipping: id), SymbolID(0))
        return .signal(signal)
    }

    /// A process that hears these payloads: the ids that its stage took, and how many were refused.
    private func hear(
        _ payloads: [[UInt8]], tooLarge: Int = 0, rank: ProcessRank = .l1Operational
    ) throws -> (taken: [String], refused: Int) {
        nonisolated(unsafe) var taken: [String] = []
        let bench = try CoreBench(rank, EchoStage { input, effects in
            guard case .request(let id, .signal(let signal)) = input.input else { return }
            taken.append("\(signal.signalID)\(signal.isMalformed ? " malformed" : "")")
            effects.answer(id, .acknowledge(Acknowledge()))
        })
        for payload in payloads { try bench.core.take(signal: payload, tooLarge: tooLarge) }
        #expect(bench.words().allSatisfy { if case .answered = $0 { false } else { true } }, "nobody is answered")
        return (taken, bench.core.responder.refused)
    }

    @Test func `a map alone is taken, and a full frame of this run alone`() throws {
        var header = CoreBench.header("model")
        header.sequence = 7
        let own = try encoder.bytes(signal("framed"), header)
        header.run = 2
        let other = try encoder.bytes(signal("foreign"), header)
        header.run = 1
        header.mode = .live
        let live = try encoder.bytes(signal("live"), header)
        let seen = try hear([encoder.bytes(bare: signal("bare")), own, other, live])
        #expect(seen.taken == ["bare", "framed"] && seen.refused == 2)
    }

    @Test func `what can't be read is refused, and one with a name ends under it`() throws {
        let writer = MapWriter()
        writer.clear()
        writer.beginMap(2)
        writer.key("signal_id")
        writer.text("odd")
        writer.key("side")
        writer.text("hold")
        let seen = try hear([[], [0xC1], [0x80], Array(writer.bytes)])
        #expect(seen.taken == ["odd malformed"] && seen.refused == 4)
        let large = try hear([[]], tooLarge: 100_000)
        #expect(large.taken.isEmpty && large.refused == 1)
        let elsewhere = try hear([encoder.bytes(bare: signal("bare"))], rank: .l2Tactic)
        #expect(elsewhere.taken.isEmpty && elsewhere.refused == 1)
    }

    /// Five seconds' worth at once, of those that are asked and those that are heard together.
    @Test func `the rate holds for both ways together`() throws {
        nonisolated(unsafe) var taken = 0
        let bench = try CoreBench(.l1Operational, EchoStage { input, effects in
            guard case .request(let id, _) = input.input else { return }
            taken += 1
            effects.answer(id, .acknowledge(Acknowledge()))
        })
        for number in 0..<150 { try bench.core.take(signal: encoder.bytes(bare: signal("h-\(number)")), tooLarge: 0) }
        #expect(taken == 100 && bench.core.responder.refused == 50)
        let answers = try bench.ask(Array("signal".utf8), encoder.bytes(bare: signal("asked")))
        #expect(taken == 100 && answers.count == 1)
    }

    private func load(_ sources: String) throws -> Settings {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let file = folder.path + "/strata.json"
        try Data(#"{"operational":{"signal_sources":\#(sources)}}"#.utf8).write(to: URL(filePath: file))
        return try SetupLoader.load(
            safeList: root + "/safe_list.json", instruments: root + "/samples/instruments.json", configuration: file
        ).settings
    }

    @Test(arguments: [
        (#"["ipc://model.pub"]"#, "absolute"), (#"["tcp://10.0.0.1:5555"]"#, "other machines"), (#"["inproc://model"]"#, "expected ipc"),
        (#"["tcp://127.0.0.1:*"]"#, "expected ipc"), (#"["tcp://localhost:55", "tcp://127.0.0.1:55"]"#, "once more"),
        (#"["ipc:///a", "ipc:///a"]"#, "each endpoint once"), (#""ipc:///a""#, "an array"), (#"[1]"#, "an array"),
    ])
    func `a source is a file or a port of this machine, each once`(_ sources: String, _ expected: String) throws {
        let error = #expect(throws: HostError.self) { try load(sources) }
        let text = error?.description ?? ""
        #expect(error?.exitCode == 4 && text.contains("operational.signal_sources") && text.contains(expected), "\(text)")
    }

    @Test func `a publisher of the run itself is no source`() throws {
        let sources = try SignalSources(load(#"["ipc:///run/l2-tactic.0.pub"]"#))
        #expect(throws: HostError.self) {
            try sources.check(apartFrom: Endpoint("ipc:///run/l2-tactic.0.pub"), of: "l2-tactic.0")
        }
        try sources.check(apartFrom: Endpoint("ipc:///run/l2-tactic.1.pub"), of: "l2-tactic.1")
        #expect(throws: HostError.self) { try sources.checkLockstep() }
        try SignalSources(.standard).checkLockstep()
    }
}
