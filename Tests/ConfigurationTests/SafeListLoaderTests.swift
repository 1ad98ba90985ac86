import Configuration
import Market
import Testing

@Suite struct SafeListLoaderTests {
    @Test func `the document's MATIC entry loads as written`() throws {
        let settings = try Files.settings(
            Files.safeList(
                """
                {"MATIC/USDT": {
                    "enabled": true,
                    "tier": "VOLATILE",
                    "strategy": "momentum",
                    "leverage": 2,
                    "max_position_size_usd": 800,
                    "params": {
                        "rsi_period": 9,
                        "ma_fast": 8,
                        "ma_slow": 21
                    }
                }}
                """))
        let matic = settings.symbols[0]
        #expect(matic.name == "MATIC/USDT" && matic.tier == .volatile && matic.strategy == "momentum")
        #expect(matic.leverage == 2 && matic.maxPosition == Money(800))
        #expect(matic.parameters.rsiPeriod == 9 && matic.parameters.maFast == 8 && matic.parameters.maSlow == 21)
        #expect(matic.parameters.lookback == 20 && matic.slippageBps == Tier.volatile.slippageBps)
        #expect(matic.maxOrderQuantity == Quantity(1_000_000) && matic.maxExposure == 0.10)
    }

    @Test func `the document's breakout entry loads as written`() throws {
        let entries = try SafeListLoader.load(
            Files.safeList(#"{"BTC/USDT": {"strategy": "breakout", "params": {"lookback": 20}}}"#),
            kinds: Files.kinds)
        #expect(entries.map(\.strategy) == ["breakout"])
        #expect(entries[0].enabled && entries[0].leverage == 1 && entries[0].maxPosition == Money(300))
    }

    @Test func `symbols stand in the file's order without those switched off`() throws {
        let list = Files.safeList(
            """
            {"SOL/USDT": {"strategy": "breakout", "slippage_bps": 7.5},
             "DOGE/USDT": {"strategy": "momentum", "enabled": false},
             "BTC/USDT": {"strategy": "momentum"}}
            """)
        let settings = try Files.settings(list)
        #expect(settings.symbols.map(\.name) == ["SOL/USDT", "BTC/USDT"])
        #expect(settings.instruments.instruments.map(\.name) == ["SOL/USDT", "BTC/USDT"])
        #expect(settings.symbols[0].slippageBps == 7.5)
        #expect(try SafeListLoader.load(list, kinds: Files.kinds).map(\.enabled) == [true, false, true])
    }

    @Test(arguments: [
        Wrong(
            #"{"SOL/USDT": {"strategy": "momentum", "params": {"rsi_period": "x"}}}"#,
            #"safe_list.json:1:64: SOL/USDT.params.rsi_period is "x"; expected a whole number from 2 to 256"#),
        Wrong(
            #"{"SOL/USDT": {"strategy": "momentum", "params": {"rsi_period": 14.5}}}"#,
            "SOL/USDT.params.rsi_period is 14.5; expected a whole number"),
        Wrong(
            #"{"SOL/USDT": {"strategy": "momentum", "params": {"rsi_perod": 9}}}"#,
            #"SOL/USDT.params.rsi_perod is no key that is known here (did you mean "rsi_period"?)"#),
        Wrong(
            #"{"SOL/USDT": {"strategy": "breakot"}}"#,
            #"SOL/USDT.strategy is "breakot", which is not known (did you mean "breakout"?); "#
                + "expected one of momentum, mean_reversion, breakout"),
        Wrong(
            #"{"SOL/USDT": {"tier": "STABLE"}}"#,
            #"SOL/USDT.strategy is missing; expected "strategy" with one of momentum"#),
        Wrong(
            #"{"SOL/USDT": {"strategy": "momentum", "tier": "stable"}}"#,
            #"SOL/USDT.tier is "stable", which is not known (did you mean "STABLE"?)"#),
        Wrong(
            #"{"SOL/USDT": {"strategy": "momentum", "enabled": "yes"}}"#,
            #"SOL/USDT.enabled is "yes"; expected true or false"#),
        Wrong(
            #"{"SOL/USDT": {"strategy": "momentum", "leverage": 126}}"#,
            "SOL/USDT.leverage is 126; expected a whole number from 1 to 125"),
        Wrong(
            #"{"SOL/USDT": {"strategy": "momentum", "leverage": 40}}"#,
            "SOL/USDT.leverage is 40; expected less than 1 / paper.maintenance_margin (0.025)"),
        Wrong(
            #"{"SOL/USDT": {"strategy": "momentum", "params": {"lookback": 257, "ma_fast": 1}}}"#,
            "SOL/USDT.params.lookback is 257; expected a whole number from 2 to 256",
            "SOL/USDT.params.ma_fast is 1; expected a whole number from 2 to 256"),
        Wrong(
            #"{"SOL/USDT": {"strategy": "momentum", "max_position_size_usd": -5}}"#,
            "SOL/USDT.max_position_size_usd is -5; expected a number from 1 to 10000000000"),
        Wrong(
            #"{"SOL/USDT": {"strategy": "momentum", "params": {"ma_fast": 30, "ma_slow": 21}}}"#,
            "SOL/USDT.params.ma_fast is 30; expected less than ma_slow (21)"),
        Wrong(#"{"SOL/BUSD": {"strategy": "momentum"}}"#, "SOL/BUSD is quoted in BUSD; expected a pair quoted in USDT"),
        Wrong(#"{"SOLUSDT": {"strategy": "momentum"}}"#, "SOLUSDT is no name of a pair; expected an asset in capitals"),
        Wrong(#"{"SOL/USDT": 3}"#, "SOL/USDT is 3; expected an object"),
        Wrong(#"[]"#, "safe_list.json: is no object; expected an object with one key for each pair"),
        Wrong(#"{}"#, "safe_list.json:1:1: is a list without an enabled pair; expected at least one"),
        Wrong(
            "{\"SOL/USDT\": {\"strategy\": \"momentum\"},\n \"SOL/USDT\": {\"strategy\": \"momentum\"}}",
            "safe_list.json:2:", "duplicate object key"),
        Wrong("{\"SOL/USDT\":\n{\"leverage\": NaN}}", "safe_list.json:2:", "no NaN"),
        Wrong("{\"SOL/USDT\":\n{\"leverage\": Infinity}}", "safe_list.json:2:", "invalid token"),
        Wrong("{\"SOL/USDT\": {\"lev", "safe_list.json:1:", "is no JSON"),
        Wrong("", "safe_list.json:", "is no JSON"),
    ])
    func `a wrong safe list is refused with its place`(wrong: Wrong) throws {
        let complaints = Files.complaints(Files.safeList(wrong.text))
        let all = complaints.joined(separator: "\n")
        for part in wrong.parts { #expect(all.contains(part), "\(all)") }
    }

    @Test func `all problems of all files are told together and nothing is applied`() {
        let complaints = Files.complaints(
            Files.safeList(
                """
                {"BTC/USDT": {"strategy": "x", "leverage": 0},
                 "ETH/USDT": {"strategy": "momentum", "params": {"bb_std": true}}}
                """),
            strata: #"{"capital": "much", "max_total_exposure": 10}"#)
        #expect(complaints.count == 5)
        #expect(complaints.count { $0.hasPrefix("safe_list.json:") } == 3)
        #expect(complaints.contains { $0.hasPrefix("safe_list.json:2:60: ETH/USDT.params.bb_std is true") }, "\(complaints)")
        #expect(complaints.contains { $0.contains("strata.json:1:13: capital is \"much\"") }, "\(complaints)")
    }

    @Test func `a missing file says so`() {
        let error = ConfigurationError.missing(file: "safe_list.json", reason: "No such file or directory")
        #expect("\(error)" == "safe_list.json: can't be read (No such file or directory); expected a readable JSON file")
    }
}

/// A file and what its error must say.
struct Wrong: Sendable, CustomTestStringConvertible {
    let text: String
    let parts: [String]

    init(_ text: String, _ parts: String...) {
        self.text = text
        self.parts = parts
    }

    var testDescription: String { text }
}
