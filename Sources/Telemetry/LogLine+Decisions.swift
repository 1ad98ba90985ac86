import Market
import Messages

/// What L2, L3, L4 and the risk manager decide.
extension LogLine {
    /// An entry, or an exit: only an exit has no stop, for without one no entry goes.
    package static func signal(_ signal: Signal, _ instruments: InstrumentTable) -> LogLine {
        let side: StaticString = signal.side == .buy ? "BUY" : "SELL"
        let verb: StaticString = signal.stopLoss.present == nil ? "Exit" : "Signal"
        let stop: LineText = signal.stopLoss.present.map { ", stop \($0)" } ?? ""
        return LogLine(
            .info,
            """
            \(head(signal.symbol, instruments)) - \(verb): \(side) \
            (confidence: \(percent(signal.confidence))%) qty \(signal.quantity)\(stop), \
            regime \(signal.regime), corr BTC-ETH \(figure(signal.correlation, decimals: 2)), \
            leader \(signal.strategyID) (\(signal.signalID))
            """)
    }

    /// A close on which nothing was sent: too few candles, nothing to do, or a signal that was not sent.
    package static func skipped(_ skipped: Skipped, _ instruments: InstrumentTable) -> LogLine {
        let head = head(skipped.symbol, instruments)
        if skipped.reason.code == .warmUp, skipped.advice == .hold {
            let candles: LineText = skipped.reason.found.isNaN
                ? "candles of \(skipped.timeframe.wireName)"
                : """
                \(figure(skipped.reason.found, decimals: 0)) of \(figure(skipped.reason.limit, decimals: 0)) \
                candles of \(skipped.timeframe.wireName)
                """
            return LogLine(.info, "\(head) - Insufficient data for ATR (\(candles))")
        }
        let why: LineText =
            skipped.reason.code == .none
            ? "" : skipped.advice == .hold ? ": \(skipped.reason.line)" : ", not sent: \(skipped.reason.line)"
        // Weak votes come and go with every other candle.
        return LogLine(
            skipped.reason.code == .voteTooWeak ? .debug : .info,
            """
            \(head) - Signal: \(skipped.advice.word) (confidence: \(percent(skipped.confidence))%) \
            on \(skipped.timeframe.wireName)\(why)
            """)
    }

    /// What a strategy advises for a pair, with its confidence, its weight and its own words.
    package static func reasoning(_ message: StrategyReasoning, _ instruments: InstrumentTable) -> LogLine {
        LogLine(
            .info,
            """
            \(head(message.symbol, instruments)): \
            \(instruments.strategies.name(message.strategy)) says \(message.advice.word) \
            (confidence \(percent(message.confidence))%, weight \(figure(message.weight, decimals: 3))) \
            on \(message.timeframe.wireName): \(message.reasoning.line)
            """)
    }

    /// Told where the weight moved as far as it is printed.
    package static func strategyUpdate(_ update: StrategyUpdate, _ instruments: InstrumentTable) -> LogLine {
        let before = figure(update.previousWeight, decimals: 3)
        let after = figure(update.weight, decimals: 3)
        let moved: LineText = before == after ? "stays at \(after)" : "\(before) -> \(after)"
        return LogLine(
            before == after ? .debug : .info,
            """
            \(head(update.symbol, instruments)): \(instruments.strategies.name(update.strategy)) \
            weight \(moved): \(update.reason.line)
            """)
    }

    /// Told where more than the exposure moved.
    package static func targets(_ targets: TacticTargets, _ instruments: InstrumentTable) -> LogLine {
        let rank: LineText = targets.volatilityPercentile.isNaN
            ? "" : ", volatility above \(percent(targets.volatilityPercentile))% of its past"
        let only = targets.reduceOnly ? ", reductions only" : "" as StaticString
        let why = targets.code == .warmUp ? "its first word" : targets.code.text as StaticString
        let isNews = targets.code != .none && targets.code != .rebalanced
        return LogLine(
            isNews ? .info : .debug,
            """
            \(head(targets.symbol, instruments)): regime \(targets.regime.wireName) \
            (ADX \(figure(targets.adx, decimals: 1))\(rank)), preferred as number \(targets.rank) of \
            \(instruments.count) pairs (BTC, ETH, then by liquidity)\(only): \(why)
            """)
    }

    /// A strategy on a pair has drifted, a warning, or does so no more.
    package static func drift(_ drift: Drift, _ instruments: InstrumentTable) -> LogLine {
        LogLine(
            drift.active ? .warning : .info,
            """
            \(head(drift.symbol, instruments)): \
            \(instruments.strategies.name(drift.strategy)): \(drift.reason.line)
            """)
    }

    /// The risk manager's word on an entry: the exposure it would make, or why it is refused.
    package static func verdict(_ verdict: RiskVerdict, _ instruments: InstrumentTable) -> LogLine {
        let exposure = verdict.exposure.text(decimals: 2)
        let limit = verdict.exposureLimit.text(decimals: 2)
        if verdict.approved {
            return LogLine(
                .info,
                "\(tag(verdict.symbol, instruments)) Portfolio approved (exposure: $\(exposure)/$\(limit))")
        }
        let others = verdict.alsoRefused.map(\.name).joined(separator: ", ")
        let also = others.isEmpty ? "" : " (also \(others))"
        return LogLine(
            level(of: verdict.reason),
            "\(head(verdict.symbol, instruments)) - Portfolio REJECTED: \(verdict.reason.line)\(also)")
    }

    private static func percent(_ fraction: Double) -> String {
        figure((fraction * 100).rounded(), decimals: 0)
    }
}
