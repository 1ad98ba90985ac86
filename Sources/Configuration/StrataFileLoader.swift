import Market

/// Reads `strata.json`: every key is optional and keeps its default where it is left out.
public enum StrataFileLoader {
    /// Fills settings whose symbols are resolved already from a file.
    static func read(
        _ root: JSONValue, into settings: inout Settings, _ entries: [SafeListEntry], _ problems: ProblemList
    ) {
        if root["correlation_matrix"] != nil {
            for index in settings.symbols.indices { settings.symbols[index].correlatedWith = [] }
        }
        let others = entries.filter { !$0.enabled }
        var reader = KeyReader(root, at: [], problems)
        let documented = DefaultLimits.assets.filter { asset in
            !settings.symbols.contains { $0.asset == asset }
        }
        settings.visit(
            with: &reader, otherAssets: others.map(\.asset) + documented,
            otherPairs: others.map(\.name) + documented.map { "\($0)/USDT" })
        reader.finish()
        checkOrder(settings, problems)
    }

    /// What the rest is resolved by; a wrong value is noted when the whole file is read.
    static func profile(_ root: JSONValue) -> TradingProfile {
        guard case .text(let name) = root["profile"] else { return .multiPair }
        return TradingProfile(rawValue: name) ?? .multiPair
    }

    /// See `profile`.
    static func market(_ root: JSONValue) -> MarketKind {
        guard case .text(let name) = root["market"] else { return .um }
        return MarketKind.choices.first { $0.configurationName == name } ?? .um
    }

    /// The tier whose fees hold where the file names none; see `profile`.
    static func feeTier(_ root: JSONValue) -> Int { root["paper"]?["fee_tier"]?.whole ?? 0 }

    private static func checkOrder(_ settings: Settings, _ problems: ProblemList) {
        func require(_ less: Double, _ more: Double, _ path: [String], _ name: String) {
            if less > more {
                problems.add(path, .outOfRange(value: "\(less)", expected: "at most \(name) (\(more))"))
            }
        }
        require(settings.meta.minWeight, settings.meta.maxWeight, ["meta", "min_weight"], "max_weight")
        require(
            settings.strategy.trendLeave, settings.strategy.trendEnter, ["strategy", "trend_leave"],
            "trend_enter")
        require(
            settings.strategy.highLeave, settings.strategy.highEnter, ["strategy", "high_leave"], "high_enter"
        )
        require(
            settings.limits.minOrder.double, settings.limits.maxOrder.double,
            ["RISK_LIMITS", "MIN_ORDER_SIZE_USDT"],
            "MAX_ORDER_SIZE_USDT")
        for symbol in settings.symbols {
            require(
                symbol.minOrderQuantity.double, symbol.maxOrderQuantity.double,
                ["RISK_LIMITS", "\(symbol.asset)_MIN_SIZE"], "MAX_ORDER_SIZE_\(symbol.asset)")
        }
    }

    /// Weights add up to 1: bounds that n strategies can't keep together would not be kept.
    static func checkWeights(_ meta: MetaSettings, strategies count: Int, _ problems: ProblemList) {
        let equal = 1 / Double(max(count, 1))
        let more = count > StrategyNames.documents.count ? ": set it in strata.json, or register fewer" : ""
        let why = "for \(count) strategies share 1" + more
        if meta.minWeight > equal {
            problems.add(
                ["meta", "min_weight"],
                .outOfRange(value: "\(meta.minWeight)", expected: "at most \(equal), \(why)"))
        }
        if meta.maxWeight < equal {
            problems.add(
                ["meta", "max_weight"],
                .outOfRange(value: "\(meta.maxWeight)", expected: "at least \(equal), \(why)"))
        }
        if meta.primaryWeight < meta.minWeight || meta.primaryWeight > meta.maxWeight {
            problems.add(
                ["meta", "primary_weight"],
                .outOfRange(
                    value: "\(meta.primaryWeight)",
                    expected: "from min_weight (\(meta.minWeight)) to max_weight (\(meta.maxWeight))"))
        }
    }
}
