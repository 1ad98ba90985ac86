import Market

extension Settings {
    /// Turns the entries that have an instrument into symbols, in their order.
    mutating func resolve(
        _ entries: [SafeListEntry], _ table: [Instrument], _ kinds: [StrategyKind] = []
    ) {
        let pairs = entries.compactMap { entry in
            table.first { $0.name == entry.name }.map { (entry: entry, instrument: $0) }
        }
        symbols = pairs.map { SymbolSettings($0.entry, $0.instrument) }
        var register = StrategyRegister()
        for place in pairs.indices {
            symbols[place].strategies = register.strategies(of: pairs[place].entry, kinds)
            symbols[place].ownWindow = Self.ownWindow(symbols[place], kinds)
        }
        strategies = register.registrations
        instruments = InstrumentTable(
            pairs.map(\.instrument), strategies: StrategyNames(strategies.map(\.name)))
        correlateDocumentedPairs()
    }

    /// P5's default: each of BTC, ETH and SOL with the other two.
    mutating func correlateDocumentedPairs() {
        let documented = instruments.symbols.filter { DefaultLimits.assets.contains(instruments[$0].base) }
        for symbol in documented { symbols[symbol.int].correlatedWith = documented.filter { $0 != symbol } }
    }
}

extension SymbolSettings {
    init(_ entry: SafeListEntry, _ instrument: Instrument) {
        let limits = DefaultLimits.limits(of: instrument)
        self.init(
            name: entry.name, tier: entry.tier, maxOrderQuantity: limits.largest,
            minOrderQuantity: limits.smallest,
            maxExposure: limits.exposure)
        exitsOnly = !entry.enabled
        strategy = entry.strategy
        leverage = entry.leverage
        maxPosition = entry.maxPosition
        parameters = entry.parameters
        ownParameters = entry.ownParameters
        registrations = entry.registrations
        slippageBps = entry.slippageBps ?? slippageBps
        spreadBps = entry.spreadBps ?? spreadBps
        atrMultiplier = entry.atrMultiplier ?? atrMultiplier
    }

    /// The safe list's entry from which these settings would be resolved again.
    public var entry: SafeListEntry {
        var entry = SafeListEntry(name: name)
        entry.enabled = !exitsOnly
        entry.tier = tier
        entry.strategy = strategy
        entry.leverage = leverage
        entry.maxPosition = maxPosition
        entry.parameters = parameters
        entry.ownParameters = ownParameters
        entry.registrations = registrations
        entry.slippageBps = slippageBps
        entry.spreadBps = spreadBps
        entry.atrMultiplier = atrMultiplier
        return entry
    }
}
