import Market

extension Settings {
    /// Periods after which a smoothing has forgotten all but a ten-millionth of what was before: Wilder's
    /// keeps (1 - 1/n) a candle, an exponential mean (1 - 2/(n + 1)).
    private static let wilderMemory = 16
    private static let exponentialMemory = 8
    /// Minutes of the rolling correlation, and the one before its first return.
    private static let correlationMinutes: Int64 = 61

    /// How much history of one-minute candles the levels need before a moment to stand there as if they had
    /// been running all along: the longest window of any of them, in whole candles of its timeframe.
    public var warmUp: TimeSpan {
        let strategist = max(
            strategy.volatilityHistory + strategy.volatilityPeriod + 1,
            strategy.adxPeriod * Self.wilderMemory)
        let longest = tactic.timeframes.max() ?? .m1
        let windows = symbols.map { max(longestWindow($0.parameters), $0.ownWindow) }
        let registered = symbols.flatMap(\.strategies).map { strategies[$0.int] }.map {
            ($0.timeframe ?? .m1).span * Int64($0.longestWindow + 1)
        }
        let spans = registered + [
            strategy.timeframe.span * Int64(strategist + 1), longest.span * Int64((windows.max() ?? 0) + 1),
            .minutes(Self.correlationMinutes),
        ]
        return spans.max() ?? .minutes(Self.correlationMinutes)
    }

    /// Candles that strategies of a kind look back on at most: whatever of their parameters counts candles
    /// may be the length of an indicator that forgets slowest.
    static func longestWindow(_ kind: StrategyKind, _ values: ParameterValues) -> Int {
        (kind.parameters.filter(\.isWhole).map { values.whole($0) }.max() ?? 0) * wilderMemory
    }

    /// The same of a pair's own strategy, where that is none of the documents': 0 of theirs.
    static func ownWindow(_ pair: SymbolSettings, _ kinds: [StrategyKind]) -> Int {
        guard !StrategyNames.documents.names.contains(pair.strategy) else { return 0 }
        let kind = kinds.first { $0.name == pair.strategy }
        return kind.map { longestWindow($0, pair.parameterValues) } ?? 0
    }

    /// Candles of a timeframe that the indicators of one pair look back on.
    private func longestWindow(_ parameters: StrategyParameters) -> Int {
        [
            parameters.rsiPeriod * Self.wilderMemory, parameters.atrPeriod * Self.wilderMemory,
            parameters.maFast * Self.exponentialMemory, parameters.maSlow * Self.exponentialMemory,
            parameters.bbPeriod, parameters.lookback, strategy.volatilityPeriod + 1,
        ].max() ?? 0
    }
}
