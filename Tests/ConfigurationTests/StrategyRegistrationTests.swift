import Market
import Testing

@testable import Configuration

/// `strategies` of a pair: what is registered beside its own.
@Suite struct StrategyRegistrationTests {
    private static func list(_ btc: String, _ eth: String = "") -> SourceFile {
        Files.safeList(
            """
            {"BTC/USDT": {"strategy": "momentum"\(btc.isEmpty ? "" : ", " + btc)},
             "ETH/USDT": {"strategy": "mean_reversion"\(eth.isEmpty ? "" : ", " + eth)}}
            """)
    }

    private static func names(_ settings: Settings, _ symbol: Int) -> [String] {
        settings.symbols[symbol].strategies.map { settings.instruments.strategies.name($0) }
    }

    @Test func `the documents' three stand first, and what pairs register is in the table once`() throws {
        let settings = try Files.settings(
            Self.list(
                """
                "strategies": [{"strategy": "cross", "timeframe": "15m"},
                               {"strategy": "cross", "timeframe": "1h", "params": {"fast": 5, "slow": 20}},
                               {"strategy": "momentum", "timeframe": "4h"}]
                """,
                """
                "strategies": [{"strategy": "cross", "timeframe": "1h", "params": {"slow": 20, "fast": 5.0}},
                               {"strategy": "cross", "timeframe": "15m", "params": {"fast": 12}}]
                """))
        let names = settings.instruments.strategies.names
        #expect(names.count == 6 && Array(names[..<4]) == ["momentum", "mean_reversion", "breakout", "cross:15m"])
        #expect(names[4].hasPrefix("cross:1h.") && names[4].utf8.count == 13 && names[5] == "momentum:4h")
        #expect(Self.names(settings, 0) == names)
        #expect(Self.names(settings, 1) == [names[0], names[1], names[2], names[4], "cross:15m"])
        #expect(settings.strategies[4].parameters?[Files.cross.parameters[0]] == 5)
        #expect(settings.strategies[4].family == .momentum && settings.strategies[4].timeframe == .h1)
        #expect(settings.timeframes(of: SymbolID(0)) == [.h4, .h1, .m15, .m5])
        #expect(settings.timeframes(of: SymbolID(1)) == [.h1, .m15, .m5])
        let rows = StrategyRows(settings)
        #expect(rows.count == 11 && rows.rows(of: SymbolID(1)) == 6..<11)
        #expect(rows.row(of: SymbolID(1), StrategyID(4)) == 9 && rows.row(of: SymbolID(1), StrategyID(5)) == nil)
    }

    @Test func `a pair's own strategy may be any kind, with its own params beside the documents'`() throws {
        let list = Files.safeList(
            """
            {"BTC/USDT": {"strategy": "cross", "params": {"fast": 7, "rsi_period": 9}},
             "ETH/USDT": {"strategy": "breakout", "params": {"lookback": 40}}}
            """)
        let settings = try Files.settings(list)
        #expect(Self.names(settings, 0) == ["momentum", "mean_reversion", "breakout", "cross"])
        #expect(Self.names(settings, 1) == ["momentum", "mean_reversion", "breakout"])
        #expect(settings.symbols[0].parameterValues[Files.cross.parameters[0]] == 7)
        #expect(settings.symbols[0].parameters.rsiPeriod == 9)
    }

    @Test func `what a registration looks back on is asked for as history, and its signals live as long`() throws {
        let plain = try Files.settings(Self.list(""))
        let daily = try Files.settings(
            Self.list(#""strategies": [{"strategy": "cross", "timeframe": "1d", "params": {"slow": 40}}]"#))
        #expect(plain.slowestTimeframe == .m15 && daily.slowestTimeframe == .d1)
        let own = try Files.settings(
            Files.safeList(#"{"BTC/USDT": {"strategy": "cross", "params": {"slow": 250}}}"#))
        #expect(own.warmUp == TimeSpan.minutes(15) * (250 * 16 + 1))
        #expect(daily.warmUp == TimeSpan.minutes(1440) * (40 * 16 + 1) && plain.warmUp < daily.warmUp)
    }

    @Test func `each part of a registration is part of the configuration's hash`() throws {
        func hash(_ registered: String) throws -> UInt64 {
            try Files.settings(Self.list(registered)).configurationHash
        }
        let one = #""strategies": [{"strategy": "cross", "timeframe": "15m", "params": {"band": 0.5}}]"#
        let hashes = [
            try hash(""), try hash(one), try hash(one.replacingOccurrences("cross", "breakout", #"{"band": 0.5}"#, "{}")),
            try hash(one.replacingOccurrences("15m", "1h")), try hash(one.replacingOccurrences("0.5", "0.25")),
        ]
        #expect(Set(hashes).count == hashes.count)
        #expect(try hash(one.replacingOccurrences("0.5", "0.5, \"fast\": 12")) == hashes[1], "what is the kind's own")
    }

    @Test(arguments: [
        (#"{"strategy": "cros", "timeframe": "15m"}"#, "strategies[0].strategy"),
        (#"{"strategy": "cross", "timeframe": "3m"}"#, "strategies[0].timeframe"),
        (#"{"strategy": "cross"}"#, "strategies[0].timeframe"),
        (#"{"timeframe": "15m"}"#, "strategies[0].strategy"),
        (#"{"strategy": "cross", "timeframe": "15m", "params": {"fsat": 3}}"#, "params.fsat"),
        (#"{"strategy": "cross", "timeframe": "15m", "params": {"fast": 1}}"#, "params.fast is 1; expected"),
        (#"{"strategy": "cross", "timeframe": "15m", "params": {"fast": 2.5}}"#, "params.fast is 2.5; expected a whole"),
        (#"{"strategy": "cross", "timeframe": "15m", "params": {"fast": 30}}"#, "less than slow (26"),
        (#"{"strategy": "cross", "timeframe": "15m", "size": 1}"#, "strategies[0].size"),
        (#"{"strategy": "cross", "timeframe": "15m"}, {"strategy": "cross", "timeframe": "15m"}"#, "each registration once"),
        (#"7"#, "an object"),
    ])
    func `what is wrong with a registration is told by its place`(_ registered: String, _ expected: String) {
        let found = Files.complaints(Self.list("\"strategies\": [\(registered)]"))
        #expect(!found.isEmpty && found.contains { $0.contains(expected) }, "\(found)")
    }

    @Test func `more on all pairs together than can be told at once are refused by name`() {
        var settings = Settings.standard
        let problems = ProblemList(Files.threePairs)
        settings.symbols = Array(repeating: settings.symbols[0], count: 666)
        StrategyCheck.check(settings, problems)
        #expect(problems.problems.isEmpty)
        settings.symbols.append(settings.symbols[0])
        StrategyCheck.check(settings, problems)
        #expect(problems.problems.map(\.description).contains { $0.contains("2001 strategies on 667 pairs") })
    }

    @Test func `too many of a pair, and of a run, are refused by name`() throws {
        func entries(_ count: Int, from first: Int) -> String {
            let rows = (0..<count).map {
                "{\"strategy\": \"cross\", \"timeframe\": \"1h\", \"params\": {\"band\": \(Double(first + $0) / 10_000)}}"
            }
            return "\"strategies\": [\(rows.joined(separator: ", "))]"
        }
        let weights = #"{"meta": {"min_weight": 0.001}}"#
        let most = try Files.settings(Self.list(entries(256, from: 1)), strata: Files.strata(weights))
        #expect(most.symbols[0].strategies.count == 259)
        #expect(Set(most.instruments.strategies.names).count == 259)
        let pair = Files.complaints(Self.list(entries(257, from: 1)), strata: weights)
        #expect(pair.contains { $0.contains("at most 256 objects") }, "\(pair)")
        let shares = Files.complaints(Self.list(entries(30, from: 1)))
        #expect(shares.contains { $0.contains("33 strategies share 1") }, "\(shares)")
        let pairs = ["BTC", "ETH", "SOL", "MATIC"].enumerated().map { place, asset in
            "\"\(asset)/USDT\": {\"strategy\": \"momentum\", \(entries(256, from: 300 * place + 1))}"
        }
        let run = Files.complaints(Files.safeList("{\(pairs.joined(separator: ", "))}"), strata: weights)
        #expect(run.contains { $0.contains("1027 strategies of all pairs together") }, "\(run)")
    }
}

extension String {
    /// With some words replaced, each by the one behind it.
    fileprivate func replacingOccurrences(_ words: String...) -> String {
        var text = self
        for place in stride(from: 0, to: words.count - 1, by: 2) {
            text = text.split(separator: words[place], omittingEmptySubsequences: false)
                .joined(separator: words[place + 1])
        }
        return text
    }
}
