import Testing

@Suite struct BannedWordsTests {
    private static let pure: Set<String> = [
        "Wire", "Market", "Indicators", "RiskMath", "Messages", "Configuration", "Stages", "RiskRules", "Matching",
        "Sealing", "Exchanges", "ExchangeSimulator", "BinanceFeed", "BinanceVenue", "OKXFeed", "Engine", "Delivery", "Cores",
        "FeedHandler", "L4Meta", "L3Strategy", "L2Tactic", "L1Operational", "RiskManager", "Executor", "PaperVenue",
    ]

    /// The lines that break a rule, with what to write instead.
    private func complaints(_ bans: [Ban], _ files: [SourceText]) -> [String] {
        bans.flatMap { ban in
            files.flatMap { $0.places(matching: ban.words) }.map { "\($0): instead: \(ban.instead) (or // tidy-ok: why)" }
        }
    }

    @Test func `pure modules know no clock, chance, file, environment, thread or print`() {
        let found = complaints(Ban.impurities, SourceTree.sources.filter { Self.pure.contains($0.module) })
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test func `nothing is unwrapped by force`() {
        let found = complaints(Ban.everywhere, SourceTree.sources)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test func `only programs print`() {
        let modules = SourceTree.sources.filter { $0.module.first?.isUppercase == true }
        let ban = Ban(words: #"\bprint\("#, example: "", instead: "Telemetry's log, or a text that the program prints")
        let found = complaints([ban], modules)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test func `what the paper venue charges is the paper venue's: all others read the venue's terms`() {
        let own: Set<String> = ["Configuration", "Matching", "PaperVenue"]
        let found = SourceTree.sources.filter { !own.contains($0.module) }
            .flatMap { $0.places(matching: #"\.paper\.\w*(?:Fee|Margin|unding)"#) }
        #expect(found.isEmpty, "read settings.rates instead: \(found)")
        #expect(!SourceTree.sources.filter { $0.module == "Matching" }
            .flatMap { $0.places(matching: #"\.paper\.maintenanceMargin"#) }.isEmpty, "the rule finds nothing at all")
    }

    @Test func `approvals are made where they belong`() {
        let makers: [(Pattern, Set<String>)] = [
            (#"\bApproved(?:<\w+>)?\.entry\("#, ["RiskManager"]),
            (#"\bApproved(?:<\w+>)?\.(?:reduction|received)\("#, ["Executor", "RiskRules"]),
            (#"\bApproved\("#, ["RiskRules"]),
        ]
        for (maker, modules) in makers {
            let found = SourceTree.sources.filter { !modules.contains($0.module) }.flatMap { $0.places(matching: maker) }
            #expect(found.isEmpty, "only \(modules.sorted()) may make this approval: \(found)")
        }
    }

    @Test func `each rule catches its example and lets an excuse pass`() {
        for ban in Ban.impurities + Ban.everywhere {
            #expect(!SourceText("Sources/X/X.swift", text: ban.example).places(matching: ban.words).isEmpty, "\(ban.example)")
            let excused = ban.example + " // tidy-ok: a test"
            #expect(SourceText("Sources/X/X.swift", text: excused).places(matching: ban.words).isEmpty)
            let harmless = ["// " + ban.example, "let a = !b != c", "let text = \"\(ban.example.replacing("\"", with: ""))\""]
            let words = SourceText("Sources/X/X.swift", text: harmless.joined(separator: "\n"))
            #expect(words.places(matching: ban.words).isEmpty, "\(ban.example)")
        }
    }
}
