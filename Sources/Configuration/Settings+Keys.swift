import Market

extension Settings {
    /// Lists the keys of strata.json. `otherAssets` and `otherPairs` stand in the safe list switched off:
    /// their limits may be there, and nothing reads them.
    mutating func visit<V: KeyVisitor>(
        with visitor: inout V, otherAssets: [String] = [], otherPairs: [String] = []
    ) {
        var named = TradingProfile(rawValue: profile) ?? .multiPair
        visitor.choice("profile", &named)
        profile = named.rawValue
        visitor.choice("market", &market)
        visitor.amount("capital", &capital, Money.positiveSettings)
        visitor.number("max_total_exposure", &limits.maxTotalExposure, 0...1)
        visitor.integer("max_correlated_positions", &limits.maxCorrelatedPositions, 1...1000)
        visitor.number("max_correlation", &limits.maxCorrelation, 0...1)
        visitor.number("min_confidence", &limits.minConfidence, 0...1)
        visitCorrelations(with: &visitor, otherPairs)
        visitLimits(with: &visitor, otherAssets)
        visitLevels(with: &visitor)
    }

    private mutating func visitCorrelations<V: KeyVisitor>(with visitor: inout V, _ others: [String]) {
        var rows = symbols
        let names = rows.map(\.name)
        visitor.section("correlation_matrix") { inner in
            for index in rows.indices {
                inner.places(rows[index].name, &rows[index].correlatedWith, of: names, ignored: others)
            }
            inner.tolerate(others)
        }
        symbols = rows
    }

    /// The L1 document's three tables, under its own keys (O16); they take any asset (O14).
    private mutating func visitLimits<V: KeyVisitor>(with visitor: inout V, _ others: [String]) {
        var (rows, whole) = (symbols, limits)
        visitor.section("RISK_LIMITS") { inner in
            inner.amount("MAX_ORDER_SIZE_USDT", &whole.maxOrder, Money.positiveSettings)
            inner.amount("MIN_ORDER_SIZE_USDT", &whole.minOrder, Money.settings)
            for index in rows.indices {
                let asset = rows[index].asset
                inner.amount("MAX_ORDER_SIZE_\(asset)", &rows[index].maxOrderQuantity, Quantity.settings)
                inner.amount("\(asset)_MIN_SIZE", &rows[index].minOrderQuantity, Quantity.settings)
            }
            inner.tolerate(others.flatMap { ["MAX_ORDER_SIZE_\($0)", "\($0)_MIN_SIZE"] })
        }
        visitor.section("PORTFOLIO_LIMITS") { inner in
            inner.number("MAX_CRYPTO_EXPOSURE", &whole.maxCryptoExposure, 0...1)
            inner.number("MAX_DAILY_DRAWDOWN", &whole.maxDailyDrawdown, 0.0001...1)
            inner.amount("MIN_USDT_BALANCE", &whole.minBalance, Money.settings)
            for index in rows.indices {
                let asset = rows[index].asset
                inner.number("MAX_PORTFOLIO_EXPOSURE_\(asset)", &rows[index].maxExposure, 0...1)
                inner.number("MAX_DAILY_DRAWDOWN_\(asset)", &rows[index].maxDailyDrawdown, 0.0001...1)
                inner.amount("MIN_USDT_BALANCE_\(asset)", &rows[index].minBalance, Money.settings)
            }
            let keys = ["MAX_PORTFOLIO_EXPOSURE_", "MAX_DAILY_DRAWDOWN_", "MIN_USDT_BALANCE_"]
            inner.tolerate(others.flatMap { asset in keys.map { $0 + asset } })
        }
        visitor.inert(until: "there are models") { outer in
            outer.section("AI_THRESHOLDS") { inner in
                Self.visitThresholds("LOGREG", \.logreg, &rows, others, &inner)
                Self.visitThresholds("RF", \.randomForest, &rows, others, &inner)
                Self.visitThresholds("LGBM", \.lightgbm, &rows, others, &inner)
            }
        }
        (symbols, limits) = (rows, whole)
    }

    private static func visitThresholds<V: KeyVisitor>(
        _ model: String, _ threshold: WritableKeyPath<ModelThresholds, Double?>,
        _ rows: inout [SymbolSettings],
        _ others: [String], _ visitor: inout V
    ) {
        visitor.section(model) { inner in
            for index in rows.indices {
                inner.number(rows[index].asset, &rows[index].thresholds[keyPath: threshold], 0...1)
            }
            inner.tolerate(others)
        }
    }

    private mutating func visitLevels<V: KeyVisitor>(with visitor: inout V) {
        visitor.section("feed") { feed.visit(with: &$0) }
        visitor.section("meta") { meta.visit(with: &$0) }
        visitor.section("strategy") { strategy.visit(with: &$0) }
        visitor.section("tactic") { tactic.visit(with: &$0) }
        visitor.section("operational") { operational.visit(with: &$0) }
        visitor.section("risk") { risk.visit(with: &$0) }
        visitor.section("paper") { paper.visit(with: &$0) }
    }
}
