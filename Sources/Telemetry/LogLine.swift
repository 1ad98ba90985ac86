import Market
import Messages

/// A line for the log, made from a message: stages never log, so what was said is all there is to say.
public struct LogLine: Sendable, Hashable {
    /// How urgent it is.
    public let level: LogLevel
    /// What it says, without time and process.
    public let line: LineText

    /// A line from its parts.
    public init(_ level: LogLevel, _ line: LineText) {
        self.level = level
        self.line = line
    }

    /// What it says, as a string of its own.
    public var text: String { line.description }
}

extension LogLine {
    /// The line for a message, in the words of the multi-pair document where it quotes one (P11), each
    /// with its asset and context (O12); `nil` where a message is no news.
    public init?(_ message: Message, _ instruments: InstrumentTable) {
        switch message {
        case .signal(let signal): self = .signal(signal, instruments)
        case .report(let report): self = .report(report, instruments)
        case .fill(let fill): self = .fill(fill, instruments)
        case .strategyUpdate(let update): self = .strategyUpdate(update, instruments)
        case .tacticTargets(let targets): self = .targets(targets, instruments)
        case .alert(let alert) where !alert.signalID.isEmpty: return nil  // its report says the same
        case .riskAlert(let alert) where !alert.signalID.isEmpty: return nil
        case .riskAlert(let alert), .alert(let alert):
            let isWarning = alert.severity == .warning
            let level: LogLevel = alert.severity == .error ? .error : isWarning ? .warning : .info
            let halt = alert.halted ? " - TRADING HALTED" : "" as StaticString
            self.init(level, "\(Self.tag(alert.symbol, instruments)) \(alert.reason.line)\(halt)")
        case .feedHealth(let health) where health.state != .live:
            self.init(
                health.state == .ended ? .info : .warning,
                """
                \(Self.tag(health.symbol, instruments)) feed is \(health.state.wireName) \
                (received \(health.received), gaps \(health.gaps), duplicates \(health.duplicates))
                """)
        case .riskVerdict(let verdict) where verdict.approved:
            let exposure = verdict.exposure.text(decimals: 2)
            let limit = verdict.exposureLimit.text(decimals: 2)
            self.init(.info, "Portfolio approved (exposure: $\(exposure)/$\(limit))")
        case .skipped(let skipped): self = .skipped(skipped, instruments)
        default: return nil
        }
    }

    private static func skipped(_ skipped: Skipped, _ instruments: InstrumentTable) -> LogLine {
        let found = figure(skipped.reason.found, decimals: 0)
        let limit = figure(skipped.reason.limit, decimals: 0)
        return LogLine(
            .info,
            """
            \(head(skipped.symbol, instruments)) - Insufficient data for \
            ATR (\(found) of \(limit) candles of \(skipped.timeframe.wireName))
            """)
    }

    private static func tag(_ symbol: SymbolID, _ instruments: InstrumentTable) -> LineText {
        instruments.contains(symbol) ? "[\(instruments[symbol].base)]" : "[*]"
    }

    private static func head(_ symbol: SymbolID, _ instruments: InstrumentTable) -> LineText {
        "\(tag(symbol, instruments)) \(instruments.name(symbol))"
    }

    /// A figure for people; not a number is no amount of money either.
    private static func figure(_ value: Double, decimals: Int) -> String {
        Money(value)?.text(decimals: decimals) ?? "?"
    }

    private static func signal(_ signal: Signal, _ instruments: InstrumentTable) -> LogLine {
        let confidence = figure((signal.confidence * 100).rounded(), decimals: 0)
        let stop: LineText = signal.stopLoss.present.map { ", stop \($0)" } ?? ""
        return LogLine(
            .info,
            """
            \(head(signal.symbol, instruments)) - Signal: \
            \(signal.side == .buy ? "BUY" : "SELL") (confidence: \(confidence)%) \
            qty \(signal.quantity)\(stop), regime \(signal.regime), \
            corr BTC-ETH \(figure(signal.correlation, decimals: 2))
            """)
    }

    private static func report(_ report: ExecutionReport, _ instruments: InstrumentTable) -> LogLine {
        let pair = head(report.symbol, instruments)
        let head: LineText = "\(pair) - Report \(report.signalID): \(report.status.wireName)"
        if report.status == .rejected, report.reason.code.isPortfolio {
            return LogLine(
                .warning,
                "\(pair) - Portfolio REJECTED: \(report.reason.line) (signal \(report.signalID))")
        }
        if report.status == .rejected || report.status == .expired {
            return LogLine(.warning, "\(head): \(report.reason.line)")
        }
        let percent = figure(report.slippage, decimals: 4)
        let slippage: LineText = report.slippage.isNaN ? "" : ", slippage \(percent)%"
        return LogLine(.info, "\(head) \(report.executedQuantity) at \(report.averagePrice)\(slippage)")
    }

    private static func fill(_ fill: Fill, _ instruments: InstrumentTable) -> LogLine {
        let baseFee: LineText = fill.baseFee.present.map { " (\($0) of it)" } ?? ""
        return LogLine(
            .info,
            """
            \(head(fill.symbol, instruments)) - Fill \(fill.purpose.wireName): \
            \(fill.side.wireName) \(fill.quantity) at \(fill.price), \
            fee $\(fill.fee.text(decimals: 4))\(baseFee), \
            realized $\(fill.realisedPnL.text(decimals: 4)), position \(fill.position)
            """)
    }

    private static func strategyUpdate(_ update: StrategyUpdate, _ instruments: InstrumentTable) -> LogLine {
        let before = figure(update.previousWeight, decimals: 3)
        let after = figure(update.weight, decimals: 3)
        return LogLine(
            .info,
            """
            \(head(update.symbol, instruments)): \(update.strategy.wireName) \
            weight \(before) -> \(after): \(update.reason.line)
            """)
    }

    private static func targets(_ targets: TacticTargets, _ instruments: InstrumentTable) -> LogLine {
        LogLine(
            .info,
            """
            \(head(targets.symbol, instruments)): regime \(targets.regime.wireName) \
            (ADX \(figure(targets.adx, decimals: 1)), \
            volatility rank \(figure(targets.volatilityPercentile, decimals: 2))), place \(targets.rank)
            """)
    }
}
