import Messages

/// The one list of rules. All of them are asked; their order decides among breaches of equal excess.
public enum RuleCatalogue {
    /// Every rule, the order's own before the portfolio's.
    public static let all: [any Rule] = [
        // O2, P6: the order itself.
        OpenForEntriesRule(),
        NotTradingRule(),
        PriceRule(),
        PriceRangeRule(),
        QuantityRule(),
        MissingStopRule(),
        IncoherentStopRule(),
        StopBeyondLiquidationRule(),
        MinOrderRule(),
        MaxOrderRule(),
        MinQuantityRule(),
        MaxQuantityRule(),
        ConfidenceRule(),
        LiquidityRule(),
        SpreadRule(),
        SlippageRule(),
        // O3, P5: the portfolio.
        TotalExposureRule(),
        AssetExposureRule(),
        CryptoExposureRule(),
        CorrelatedPositionsRule(),
        CorrelatedExposureRule(),
        DailyDrawdownRule(),
        SymbolDrawdownRule(),
        MinBalanceRule(),
        BalanceRule(),
        MarginRule(),
    ]

    /// Rules of a whole intent, as L1 asks them.
    public static let whole = all.filter { $0.scope.contains(.whole) }
    /// Rules of each child order.
    public static let child = all.filter { $0.scope.contains(.child) }
    /// Rules of a whole intent in its portfolio, as the risk manager asks them.
    public static let portfolio = all.filter { $0.scope.contains(.portfolio) }

    /// Rules of the executor's own books.
    public static let books = all.filter { $0.scope.contains(.books) }

    /// Asks every rule; `nil` where all are kept, else the tightest with the others as bits.
    public static func judge(_ proposal: Proposal, by rules: [any Rule]) -> Refused? {
        var refused: Refused?
        for rule in rules {
            guard let reason = rule.breach(of: proposal) else { continue }
            if refused == nil { refused = Refused(reason) } else { refused?.add(reason) }
        }
        return refused
    }
}
