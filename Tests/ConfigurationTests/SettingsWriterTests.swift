@testable import Configuration
import Market
import Testing

@Suite struct SettingsWriterTests {
    private static let changed =
        """
        {"profile": "operational", "market": "um", "capital": 12345.678, "max_correlated_positions": 3,
         "correlation_matrix": {"BTC/USDT": ["SOL/USDT"]}, "RISK_LIMITS": {"MAX_ORDER_SIZE_SOL": 0.00000001, "SOL_MIN_SIZE": 0.00000001},
         "AI_THRESHOLDS": {"LGBM": {"SOL": 0.61}}, "feed": {"tick_stale_after": "1500ms"},
         "paper": {"maker_fee": -0.00005, "latency": "0ms"}, "tactic": {"timeframes": ["15m"]},
         "operational": {"signal_sources": ["ipc:///run/model.pub", "tcp://127.0.0.1:5555"]}}
        """

    @Test(arguments: ["{}", changed])
    func `what is written reads back to equal settings`(text: String) throws {
        let settings = try Files.settings(strata: Files.strata(text))
        let written = SettingsWriter.text(settings)
        #expect(try Files.settings(strata: Files.strata(written)) == settings, "\(written)")
    }

    @Test func `every field of a section has its key`() {
        func check<T>(_ value: T, _ visit: (inout KeyWriter) -> Void) {
            var writer = KeyWriter()
            visit(&writer)
            #expect(writer.lines.count == Mirror(reflecting: value).children.count, "\(T.self)")
        }
        var settings = Settings()
        check(settings.feed) { settings.feed.visit(with: &$0) }
        check(settings.meta) { settings.meta.visit(with: &$0) }
        check(settings.strategy) { settings.strategy.visit(with: &$0) }
        check(settings.tactic) { settings.tactic.visit(with: &$0) }
        settings.operational.signalSources = ["ipc:///run/model.pub"]
        check(settings.operational) { settings.operational.visit(with: &$0) }
        check(settings.risk) { settings.risk.visit(with: &$0) }
        settings.paper.fill = .book
        check(settings.paper) { settings.paper.visit(with: &$0) }
        var params = StrategyParameters()
        check(params) { params.visit(with: &$0) }
    }

    @Test func `the configuration's hash changes with each setting and with nothing else`() throws {
        let base = try Files.settings()
        #expect(base.configurationHash == (try Files.settings(strata: Files.strata("{}"))).configurationHash)
        var changes: [Settings] = []
        for text in [#"{"capital": 10001}"#, #"{"paper": {"latency": "51ms"}}"#, #"{"correlation_matrix": {}}"#,
            #"{"operational": {"signal_sources": ["ipc:///run/model.pub"]}}"#,
        ] {
            changes.append(try Files.settings(strata: Files.strata(text)))
        }
        var leveraged = base
        leveraged.symbols[2].leverage = 2
        changes.append(leveraged)
        var slower = base
        slower.symbols[0].parameters.rsiPeriod += 1
        changes.append(slower)
        let hashes = changes.map(\.configurationHash) + [base.configurationHash]
        for (index, hash) in hashes.enumerated() { #expect(hashes.firstIndex(of: hash) == index) }
        #expect(changes.allSatisfy { $0.instrumentHash == base.instrumentHash })
    }

    @Test func `the usual fills are no word in the hash`() throws {
        let usual = try Files.settings(strata: Files.strata(#"{"paper": {"fill": "shown"}}"#))
        #expect(try usual.configurationHash == Files.settings().configurationHash)
        let queued = try Files.settings(strata: Files.strata(#"{"paper": {"fill": "book"}}"#))
        #expect(queued.paper.fill == .book && queued.configurationHash != usual.configurationHash)
        #expect(SettingsWriter.text(queued).contains(#""fill": "book""#))
    }

    @Test func `no source of signals is no word in the hash`() throws {
        let none = try Files.settings(strata: Files.strata(#"{"operational": {"signal_sources": []}}"#))
        #expect(try none.configurationHash == Files.settings().configurationHash)
        #expect(!SettingsWriter.text(none).contains("signal_sources"))
    }

    @Test func `the instruments' hash depends on filters and order`() {
        let standard = Settings.standard
        var reversed = standard
        reversed.instruments = InstrumentTable(standard.instruments.instruments.reversed())
        var rows = standard.instruments.instruments
        rows[0].tickSize = Price(raw: 1)
        var changed = standard
        changed.instruments = InstrumentTable(rows)
        #expect(standard.instrumentHash != reversed.instrumentHash && standard.instrumentHash != changed.instrumentHash)
        #expect(standard.instrumentHash == Settings.standard.instrumentHash)
    }

    @Test func `the hash is the one of Fowler, Noll and Vo`() {
        var hash = StableHash()
        hash.mix("")
        let offset: UInt64 = 0xCBF2_9CE4_8422_2325
        #expect(hash.value == (offset ^ 0xFF) &* 0x100_0000_01B3)
    }

    @Test func `keys that decide nothing yet are told, those of models alone`() throws {
        let plain = try Files.settings()
        #expect(Set(InertKeys.all(in: plain).map { $0.key.prefix { $0 != "." } }) == ["AI_THRESHOLDS"])
        #expect(InertKeys.all(in: plain).count == 3 * plain.symbols.count && InertKeys.set(in: plain).isEmpty)
        let some = try Files.settings(strata: Files.strata(Self.changed))
        #expect(InertKeys.set(in: some).map(\.key) == ["AI_THRESHOLDS.LGBM.SOL"])
    }
}
