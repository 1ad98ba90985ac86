import Market
import Messages

/// A line for the log, made from a message: stages never log, so what was said is all there is to say.
public struct LogLine: Sendable, Hashable {
    /// How urgent it is.
    public let level: LogLevel
    /// What it says, without time and process.
    public let text: String

    /// A line from its parts.
    public init(_ level: LogLevel, _ text: String) {
        self.level = level
        self.text = text
    }
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
            let halt = alert.halted ? " - TRADING HALTED" : ""
            self.init(level, "\(Self.tag(alert.symbol, instruments)) \(alert.reason.text)\(halt)")
        case .feedHealth(let health) where health.state != .live:
            self.init(
                health.state == .ended ? .info : .warning,
                "\(Self.tag(health.symbol, instruments)) feed is \(health.state.name) "
                    + "(received \(health.received), gaps \(health.gaps), duplicates \(health.duplicates))")
        case .riskVerdict(let verdict) where verdict.approved:
            self.init(
                .info,
                "Portfolio approved (exposure: $\(verdict.exposure.text(decimals: 2))/"
                    + "$\(verdict.exposureLimit.text(decimals: 2)))")
        case .skipped(let skipped): self = .skipped(skipped, instruments)
        default: return nil
        }
    }

    private static func skipped(_ skipped: Skipped, _ instruments: InstrumentTable) -> LogLine {
        let reason = skipped.reason
        let figures = [reason.found, reason.limit].map { Money($0)?.text(decimals: 0) ?? "?" }
        return LogLine(
            .info,
            "\(tag(skipped.symbol, instruments)) \(instruments.name(skipped.symbol)) - Insufficient data for "
                + "ATR (\(figures[0]) of \(figures[1]) candles of \(skipped.timeframe.wireName))")
    }

    private static func tag(_ symbol: SymbolID, _ instruments: InstrumentTable) -> String {
        instruments.contains(symbol) ? "[\(instruments[symbol].base)]" : "[*]"
    }

    private static func signal(_ signal: Signal, _ instruments: InstrumentTable) -> LogLine {
        let confidence = signal.confidence.isNaN ? "?" : "\(Int((signal.confidence * 100).rounded()))"
        let correlation = signal.correlation.isNaN ? "?" : Money(signal.correlation)?.text(decimals: 2) ?? "?"
        let stop = signal.stopLoss.present.map { ", stop \($0)" } ?? ""
        return LogLine(
            .info,
            "\(tag(signal.symbol, instruments)) \(instruments.name(signal.symbol)) - Signal: "
                + "\(signal.side.name.uppercased()) (confidence: \(confidence)%) "
                + "qty \(signal.quantity)\(stop), regime \(signal.regime), corr BTC-ETH \(correlation)")
    }

    private static func report(_ report: ExecutionReport, _ instruments: InstrumentTable) -> LogLine {
        let head =
            "\(tag(report.symbol, instruments)) \(instruments.name(report.symbol)) - "
            + "Report \(report.signalID): \(report.status.name)"
        if report.status == .rejected, report.reason.code.isPortfolio {
            return LogLine(
                .warning,
                "\(tag(report.symbol, instruments)) \(instruments.name(report.symbol)) - Portfolio REJECTED: "
                    + "\(report.reason.text) (signal \(report.signalID))")
        }
        if report.status == .rejected || report.status == .expired {
            return LogLine(.warning, "\(head): \(report.reason.text)")
        }
        let percent = Money(report.slippage)?.text(decimals: 4) ?? "?"
        let slippage = report.slippage.isNaN ? "" : ", slippage \(percent)%"
        return LogLine(.info, "\(head) \(report.executedQuantity) at \(report.averagePrice)\(slippage)")
    }

    private static func fill(_ fill: Fill, _ instruments: InstrumentTable) -> LogLine {
        LogLine(
            .info,
            "\(tag(fill.symbol, instruments)) \(instruments.name(fill.symbol)) - Fill \(fill.purpose.name): "
                + "\(fill.side.name) \(fill.quantity) at \(fill.price), fee $\(fill.fee.text(decimals: 4))"
                + (fill.baseFee.present.map { " (\($0) of it)" } ?? "") + ", "
                + "realized $\(fill.realisedPnL.text(decimals: 4)), position \(fill.position)")
    }

    private static func strategyUpdate(_ update: StrategyUpdate, _ instruments: InstrumentTable) -> LogLine {
        let weights = [update.previousWeight, update.weight].map { Money($0)?.text(decimals: 3) ?? "?" }
        return LogLine(
            .info,
            "\(tag(update.symbol, instruments)) \(instruments.name(update.symbol)): \(update.strategy.name) "
                + "weight \(weights[0]) -> \(weights[1]): \(update.reason.text)")
    }

    private static func targets(_ targets: TacticTargets, _ instruments: InstrumentTable) -> LogLine {
        let adx = targets.adx.isNaN ? "?" : Money(targets.adx)?.text(decimals: 1) ?? "?"
        // Not a number is no amount of money either.
        let rank = Money(targets.volatilityPercentile)?.text(decimals: 2) ?? "?"
        return LogLine(
            .info,
            "\(tag(targets.symbol, instruments)) \(instruments.name(targets.symbol)): "
                + "regime \(targets.regime.name) "
                + "(ADX \(adx), volatility rank \(rank)), place \(targets.rank)")
    }
}
