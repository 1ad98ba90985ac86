import Configuration
@testable import Engine
import Files
import L2Tactic
import Market
import Messages
import Stages
import Testing

@testable import Hosting

/// A user's strategy with parameters of its own, on two timeframes and two pairs beside the others.
@Suite struct RegisteredStrategyTests {
    private static let catalogue = StrategyCatalogue.shipped.adding([Follower.self])
    private static let list = SourceFile(
        name: "safe_list.json",
        text: """
            {"BTC/USDT": {"strategy": "momentum", "strategies": [
                {"strategy": "follower", "timeframe": "5m", "params": {"count": 3}},
                {"strategy": "momentum", "timeframe": "1h", "params": {"ma_fast": 3, "ma_slow": 8}}]},
             "ETH/USDT": {"strategy": "mean_reversion", "strategies": [
                {"strategy": "follower", "timeframe": "5m", "params": {"count": 3}},
                {"strategy": "follower", "timeframe": "15m"}]},
             "SOL/USDT": {"strategy": "breakout"}}
            """)

    private static func settings(_ list: SourceFile = list, strata: String = "{}") throws -> Settings {
        let table = SourceFile(name: "instruments.json", bytes: try FileBytes.read("samples/instruments.json"))
        var settings = try SettingsLoader.load(
            safeList: list, instruments: table, strata: SourceFile(name: "strata.json", text: strata), kinds: catalogue.kinds)
        // So that a few of six votes are enough.
        settings.tactic.minVote = 0.05
        return settings
    }

    /// The seven with this catalogue, on what `log` hears.
    private static func host(_ settings: Settings, _ log: FrameLog) -> InProcessHost {
        var host = InProcessHost()
        for rank in ProcessRank.processes {
            if rank == .l2Tactic {
                host.add(L2TacticStage(settings: settings, run: 1, catalogue: catalogue), rank: rank)
            } else {
                StageFactory.add(rank, to: &host, settings, run: 1)
            }
        }
        host.observer = log
        return host
    }

    private static func play(_ settings: Settings, to end: String = "2025-05-08") throws -> (log: FrameLog, host: InProcessHost) {
        let log = FrameLog()
        var runner = Runner(host(settings, log))
        _ = try runner.run(RecordedData.open("samples/klines", settings, to: end))
        return (log, runner.host)
    }

    @Test func `it votes on its pairs at its candles alone, and is weighed by its name`() throws {
        let settings = try Self.settings()
        let names = settings.instruments.strategies
        #expect(names.names.count == 6 && names.names[5] == "follower:15m" && names.names[4].hasPrefix("momentum:1h."))
        let (log, _) = try Self.play(settings)
        let words = log.frames.compactMap { if case .reasoning(let word) = $0.message { word } else { nil } }
        var seen: Set<String> = []
        for word in words where word.strategy.int >= 3 {
            seen.insert("\(settings.instruments.name(word.symbol)) \(names.name(word.strategy)) \(word.timeframe.name)")
        }
        #expect(seen.contains("BTC/USDT \(names.names[3]) 5m") && seen.contains("ETH/USDT \(names.names[3]) 5m"), "\(seen)")
        #expect(seen.isSubset(of: [
            "BTC/USDT \(names.names[3]) 5m", "ETH/USDT \(names.names[3]) 5m", "ETH/USDT follower:15m 15m",
            "BTC/USDT \(names.names[4]) 1h",
        ]), "\(seen)")
        #expect(words.contains { $0.strategy == .breakout && $0.symbol == SymbolID(2) }, "the documents' vote, too")
        let weighed = Set(log.updates.map { "\($0.symbol.int) \(names.name($0.strategy))" })
        #expect(weighed.count == 5 + 5 + 3 && weighed.contains("1 follower:15m"))
        // A family of its own has L3's word, and none says anything of a family that nobody belongs to.
        let targets = try #require(log.targets(from: .zero).last { $0.symbol == SymbolID(1) })
        #expect(targets.multipliers[.relativeValue] == 1 && targets.multipliers[.carry].isNaN)
        #expect(log.targets(from: .zero).filter { $0.symbol == SymbolID(2) }.allSatisfy { $0.multipliers[.relativeValue].isNaN })
    }

    /// All levels keep something of each: none may have room for fewer.
    @Test func `as many as are allowed on one pair, and other ones on the next, are heard by every level`() throws {
        let many = (0..<256).map {
            #"{"strategy": "momentum", "timeframe": "5m", "params": {"ma_fast": 3, "ma_slow": 8, "rsi_overbought": "#
                + "\(90 + Double($0) / 1000)}}"
        }
        let list = SourceFile(
            name: "safe_list.json",
            text: """
                {"BTC/USDT": {"strategy": "breakout", "strategies": [\(many.joined(separator: ", "))]},
                 "ETH/USDT": {"strategy": "momentum", "strategies": [{"strategy": "follower", "timeframe": "5m"}]}}
                """)
        let settings = try Self.settings(list, strata: #"{"meta": {"min_weight": 0.001}}"#)
        let (log, _) = try Self.play(settings, to: "2025-05-06")
        #expect(Set(log.updates.filter { $0.symbol.int == 0 }.map(\.strategy)).count == 259)
        let voted = log.frames.compactMap { if case .reasoning(let word) = $0.message { word.strategy.int } else { nil } }
        #expect(Set(voted).count > 200 && voted.contains(258), "\(Set(voted).count)")
        #expect(!log.fills.isEmpty)
    }

    @Test func `its parameters decide, and what it saves is all that it is`() throws {
        let settings = try Self.settings()
        let (log, host) = try Self.play(settings)
        var other = settings
        var rows = other.strategies
        rows[3] = StrategyRegistration(
            name: rows[3].name, kind: rows[3].kind, family: rows[3].family, timeframe: rows[3].timeframe,
            parameters: ParameterValues(["count": 6]))
        other.strategies = rows
        func votes(_ log: FrameLog) -> Int {
            log.frames.count { if case .reasoning(let word) = $0.message { word.strategy.int == 3 } else { false } }
        }
        #expect(votes(log) > votes(try Self.play(other).log) && votes(log) > 0)
        for slot in host.slots {
            var writer = StateWriter()
            slot.stage.save(into: &writer)
            let blank = try #require(Self.host(settings, FrameLog()).slots.first { $0.rank == slot.rank })
            var (stage, reader) = (blank.stage, StateReader(writer.bytes))
            try stage.restore(from: &reader)
            var again = StateWriter()
            stage.save(into: &again)
            #expect(again.bytes == writer.bytes, "\(slot.rank)")
        }
    }
}
