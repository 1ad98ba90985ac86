import Bus
@testable import Cores
@testable import Delivery
@testable import Engine
import Foundation
@testable import Hosting
@testable import Journals
import Market
import Messages
import Stages
import Storage
import Telemetry
import Testing

/// A process of a free run says again what its journal says that it said, or the difference is named.
@Suite final class FreeReplayTests {
    private let scratch = "/tmp/strata-replay-\(UInt64.random(in: 0 ..< .max))"
    private let member = Topology.Member(rank: .l4Meta, instance: 0)
    private let setup: ProcessSetup
    private let environment: ProcessEnvironment
    private var folder: String { "\(scratch)/journal" }

    init() throws {
        let root = URL(filePath: #filePath).appending(path: "../../..").standardized.path
        setup = try SetupLoader.load(
            safeList: "\(root)/safe_list.json", instruments: "\(root)/samples/instruments.json",
            configuration: "")
        var environment = try ProcessEnvironment { _ in nil }
        environment.epoch = 1
        self.environment = environment
    }

    deinit { try? FileManager.default.removeItem(atPath: scratch) }

    /// Says a drift at each candle that closes above a price.
    private static func engine(above limit: Int64) -> InProcessHost {
        var engine = InProcessHost(ids: .free(epoch: 1, counter: 0))
        engine.add(
            EchoStage { input, effects in
                guard case .message(.kline(let kline)) = input.input, kline.close > Price(Int(limit)) else { return }
                effects.publish(.drift(Drift()))
            }, rank: .l4Meta)
        return engine
    }

    private static func candle(_ close: Int64, _ header: Header) -> FreeInput {
        var kline = Kline()
        kline.close = Price(Int(close))
        kline.closeTime = Timestamp(milliseconds: close * 60_000)
        var header = header
        header.time = kline.closeTime
        return .message(.kline(kline), header)
    }

    private static func save(_ engine: InProcessHost, into writer: inout StateWriter) {
        writer.write(engine.idCounter)
        engine.save(into: &writer)
    }

    /// Handles candles that close at 1 to 9 as a process does.
    private func write() throws {
        let header = setup.header(source: member.name, environment)
        let journal = try FreeJournal.open(folder, setup.settings.instruments, header, Log(process: "test"))
        var engine = Self.engine(above: 2)
        let outbox = Outbox(peers: [], log: nil)
        engine.observer = outbox
        try journal.begin { Self.save(engine, into: &$0) }
        for close in 1...9 {
            let input = Self.candle(Int64(close), header)
            try journal.append(input) { Self.save(engine, into: &$0) }
            _ = engine.handle(input, as: .l4Meta)
            try journal.note(outbox, answer: nil)
            outbox.clear()
        }
    }

    private func replay(above limit: Int64, _ change: (inout ProcessSetup) -> Void = { _ in }) throws -> String {
        var setup = setup
        change(&setup)
        let topology = Endpoints(Topology(tacticInstances: 1), in: try RunDirectory(path: "\(scratch)/run"))
        var replay = FreeReplay(folder, member, topology, setup, environment) { _, _ in Self.engine(above: limit) }
        return try replay.replay()
    }

    private func refusal(_ body: () throws -> String) -> String {
        do { return "not refused: \(try body())" } catch { return "\(error)" }
    }

    @Test func `the same build says the same`() throws {
        try write()
        #expect(FreeReplay.isMeant(folder))
        #expect(try replay(above: 2) == "OK \(folder): 9 inputs handled again, 7 frames the same, up to "
            + "1970-01-01T00:09:00.000Z\n")
    }

    @Test func `what decides otherwise, with the same id of its build, is found at the record`() throws {
        try write()
        #expect(refusal { try replay(above: 4) }.hasPrefix("\(folder), record 5: what is said now"))
        #expect(refusal { try replay(above: 0) }.hasPrefix("\(folder), record 3: what is said now"))
    }

    @Test func `other settings and another build are named`() throws {
        try write()
        #expect(refusal { try replay(above: 2) { $0.configurationHash ^= 1 } }.contains("another configuration"))
        let other = "\(scratch)/other"
        let writer = try JournalWriter(folder: other, segmentBytes: 1 << 20, keepBytes: 1 << 20)
        let walk = try JournalWalk(folder: folder)
        var snapshot = Array(try #require(try walk.next()).body)
        snapshot[8] ^= 1
        try snapshot.withUnsafeBytes { try writer.beginSegment(snapshot: $0) }
        let topology = Endpoints(Topology(tacticInstances: 1), in: try RunDirectory(path: "\(scratch)/run"))
        var audit = FreeReplay(other, member, topology, setup, environment) { _, _ in Self.engine(above: 2) }
        #expect(FreeReplay.isMeant(other))
        #expect(refusal { try audit.replay() }.contains("another build"))
    }

    @Test func `a process does not take up the state of another build or configuration, and says so`() throws {
        try write()
        var header = setup.header(source: member.name, environment)
        let instruments = setup.settings.instruments
        #expect(try FreeJournal.open(folder, instruments, header, Log(process: "test")).tail != nil)
        header.configuration ^= 1
        #expect(try FreeJournal.open(folder, instruments, header, Log(process: "test")).tail == nil)
    }
}
