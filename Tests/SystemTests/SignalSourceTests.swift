import Bus
import Configuration
import Foundation
@testable import Hosting
import Market
import Messages
import Testing

/// Signals that a publisher outside says, at real processes.
@Suite(.serialized, .timeLimit(.minutes(10))) struct SignalSourceTests {
    private let encoder = FrameEncoder(Settings.standard.instruments)

    private func bare(_ id: String, _ change: (inout Signal) -> Void = { _ in }) throws -> [UInt8] {
        var signal = Signal()
        (signal.signalID, signal.symbol) = (Label(clipping: id), SevenProcesses.eth)
        (signal.quantity, signal.stopLoss) = (Quantity(0.01)!, Price(2_700))
        change(&signal)
        return try encoder.bytes(bare: .signal(signal))
    }

    private func refused(_ seven: SevenProcesses) throws -> Int {
        try seven.status("l1-operational")["refused"] as? Int ?? 0
    }

    /// A publisher that L1 hears.
    private func source(_ seven: SevenProcesses, _ context: Context) throws -> PublishingSocket {
        let source = PublishingSocket(try Socket(.xpub, in: context))
        try source.socket.bind(seven.source)
        try seven.wait("L1 joins the source") { try source.takeJoins().contains(Array("signals/".utf8)) }
        return source
    }

    private func say(_ payload: [UInt8], _ topic: String = "signals/ETH/USDT", on source: PublishingSocket) throws {
        try payload.withUnsafeBytes { try source.publish(topic: Array(topic.utf8), payload: $0) }
    }

    @Test func `what is published ends as what is asked, garbage and floods are refused, and an audit makes it again`() throws {
        let seven = try SevenProcesses(hasSource: true)
        defer { seven.end() }
        let context = try Context()
        let source = try source(seven, context)
        try seven.begin()
        #expect(seven.log("l1-operational").contains("takes signals that are published at ipc://"))
        try trade(seven, source)
        try refuse(seven, source)
        try flood(seven, source)
        for name in SevenProcesses.names { seven.signal(name, SIGTERM) }
        for name in SevenProcesses.names { seven.waitForEnd(of: name) }
        let audit = try run(
            Programs.path("strata"), "audit", "replay", "--process", "l1-operational", "--state",
            "\(seven.scratch.path)/state", "--config", "\(seven.scratch.path)/strata.json")
        #expect(audit.status == 0 && audit.output.hasPrefix("OK "), "\(audit.output)")
    }

    /// A signal is filled; one out of range ends with the report that its like has over REQ.
    private func trade(_ seven: SevenProcesses, _ source: PublishingSocket) throws {
        let again: Set<ReasonCode> = [.approvalExpired, .reconciling]
        for number in 1... {
            let id = Label(clipping: "heard-\(number)")
            try say(bare("\(id)"), number == 1 ? "signals/any" : "signals/ETH/USDT", on: source)
            try seven.wait("a report of \(id)") { seven.report(id) != nil }
            let report = try #require(seven.report(id))
            if again.contains(report.reason.code) { continue }
            #expect(report.status == .filled, "\(report.reason.text)")
            break
        }
        try say(bare("wild-heard") { $0.confidence = 77 }, on: source)
        _ = try seven.ask("l1-operational", "signal", bare("wild-asked") { $0.confidence = 77 })
        try seven.wait("both reports") { seven.report("wild-heard") != nil && seven.report("wild-asked") != nil }
        #expect(seven.report("wild-heard")?.status == .rejected)
        #expect(seven.report("wild-heard")?.reason == Reason(.confidenceOutOfRange, found: 77, limit: 1))
        #expect(seven.report("wild-heard")?.reason == seven.report("wild-asked")?.reason)
    }

    private func refuse(_ seven: SevenProcesses, _ source: PublishingSocket) throws {
        let before = try refused(seven)
        let garbage: [[UInt8]] = [[], [0xC1], [0x80], Array("signal".utf8), [UInt8](repeating: 0, count: 60_000)]
        for payload in garbage { try say(payload, on: source) }
        try seven.wait("garbage is counted") { try refused(seven) == before + garbage.count }
        try seven.wait("and told") { seven.log("l1-operational").contains("publication refused: signal: ") }
        // What is no signal does not even come in.
        try say([0xC1], "orders/ETH/USDT", on: source)
        try say(bare("last") { $0.confidence = 77 }, on: source)
        try seven.wait("what came after it") { seven.report("last") != nil }
        #expect(try refused(seven) == before + garbage.count)
    }

    private func flood(_ seven: SevenProcesses, _ source: PublishingSocket) throws {
        let (refusedBefore, candlesBefore) = (try refused(seven), seven.candles)
        for number in 0..<5_000 { try say(bare("flood-\(number)") { $0.confidence = 77 }, on: source) }
        try seven.wait("the flood is refused") { try refused(seven) > refusedBefore + 4_000 }
        try seven.wait("the market goes on") { seven.candles > candlesBefore + 2 }
        try seven.wait("the log sums up") { seven.log("l1-operational").contains("more were refused; the last: publication") }
        #expect(seven.log("l1-operational").split(separator: "\n").count < 500)
    }

    @Test func `lockstep refuses the setting with what to do, and a check names it`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write("strata.json", #"{"operational": {"signal_sources": ["tcp://127.0.0.1:5599"]}}"#)
        let config = ["--config", "\(scratch.path)/strata.json"]
        let up = try run(
            Programs.path("strata"), ["up", "--state", "\(scratch.path)/state", "--logs", "\(scratch.path)/log"] + config)
        #expect(up.status == 4 && up.output.contains("operational.signal_sources names tcp://127.0.0.1:5599"), "\(up.output)")
        #expect(up.output.contains("--speed N"))
        let check = try run(Programs.path("strata"), ["check"] + config)
        #expect(check.output.contains("takes signals that are published at tcp://127.0.0.1:5599"), "\(check.output)")
    }
}
