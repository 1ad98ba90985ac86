import Market

/// Makes `Settings` of the three files. All that is wrong with them is told at once.
public enum SettingsLoader {
    /// Resolves the files; `strata` may be left out. `kinds` is the catalogue of strategies, which
    /// lies on the floor above this one; `held` pairs are taken in for their exits
    /// alone where the safe list has them switched off, or not at all. Where `wanted` names some, the others
    /// may lack filters: they are left out then.
    public static func load(
        safeList: SourceFile, instruments: SourceFile, strata: SourceFile? = nil, kinds: [StrategyKind],
        held: [HeldPair] = [], wanted: [String] = []
    ) throws(ConfigurationError) -> Settings {
        let strata = strata ?? SourceFile(name: "strata.json", text: "{}")
        let lists = (
            safe: ProblemList(safeList), table: ProblemList(instruments), strata: ProblemList(strata)
        )
        let root = try JSONDocument.parse(strata).without(ProcessGroups.key)
        let entries = try SafeListLoader.read(safeList, kinds, lists.safe)
        var settings = Settings()
        settings.profile = StrataFileLoader.profile(root).rawValue
        settings.limits.maxTotalExposure = StrataFileLoader.profile(root).maxTotalExposure
        settings.market = StrataFileLoader.market(root)
        (settings.paper.makerFee, settings.paper.takerFee) = FeeSchedule.rates(
            settings.market, tier: StrataFileLoader.feeTier(root))
        var active = entries.active(holding: held, fallback: kinds.first?.name ?? "")
        let table = try InstrumentsLoader.read(instruments, settings.market, active.map(\.name), lists.table)
        active.removeAll { entry in
            !wanted.isEmpty && !entry.isNamed(in: wanted) && !held.contains { $0.name == entry.name }
                && !table.contains { $0.name == entry.name }
        }
        if lists.table.problems.isEmpty {
            let source = (name: instruments.name, market: settings.market)
            for entry in active { check(entry, table, source, lists.safe) }
        }
        settings.resolve(active, table, kinds)
        StrategyCheck.check(settings, lists.safe)
        StrataFileLoader.read(root, into: &settings, entries, lists.strata)
        let most = settings.symbols.map(\.strategies.count).max() ?? StrategyNames.documents.count
        StrataFileLoader.checkWeights(settings.meta, strategies: most, lists.strata)
        for symbol in settings.symbols { check(symbol, against: settings, lists.safe) }
        try ProblemList.check([lists.safe, lists.table, lists.strata])
        return settings
    }

    /// Which market `strata.json` says; futures where there is none.
    public static func market(of strata: SourceFile?) throws(ConfigurationError) -> MarketKind {
        guard let strata else { return .um }
        return StrataFileLoader.market(try JSONDocument.parse(strata))
    }

    private static func check(
        _ entry: SafeListEntry, _ table: [Instrument], _ source: (name: String, market: MarketKind),
        _ problems: ProblemList
    ) {
        if source.market == .spot, entry.leverage != 1 {
            problems.add(
                [entry.name, "leverage"],
                .outOfRange(value: "\(entry.leverage)", expected: "1: there is no leverage on spot"))
        }
        guard !table.contains(where: { $0.name == entry.name }) else { return }
        let toAdd =
            "add its filters to \(source.market.configurationName).symbols "
                + "of \(source.name) as exchangeInfo gives "
            + "them, and its limits MAX_ORDER_SIZE_\(entry.asset), \(entry.asset)_MIN_SIZE and "
            + "MAX_PORTFOLIO_EXPOSURE_\(entry.asset) to strata.json where the defaults don't suit"
        problems.add([entry.name], .missingLimits(pair: entry.name, toAdd: toAdd))
    }

    /// A position whose margin is no more than what must be kept would be liquidated as it opens.
    private static func check(
        _ symbol: SymbolSettings, against settings: Settings, _ problems: ProblemList
    ) {
        let rate = settings.paper.maintenanceMargin
        guard settings.market == .um, Double(symbol.leverage) * rate >= 1 else { return }
        problems.add(
            [symbol.name, "leverage"],
            .outOfRange(
                value: "\(symbol.leverage)",
                expected: "less than 1 / paper.maintenance_margin (\(rate)), "
                    + "or a position would be liquidated at once"))
    }
}

extension SafeListEntry {
    /// Whether one of these names is the pair's, as "BTC/USDT" or "BTCUSDT".
    public func isNamed(in names: [String]) -> Bool {
        names.contains { $0 == name || $0 == name.filter { $0 != "/" } }
    }
}
