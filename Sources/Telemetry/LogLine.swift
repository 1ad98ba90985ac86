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
    ///
    /// INFO is the normal, WARNING what was refused or led to nothing, ERROR what failed.
    public init?(_ message: Message, _ instruments: InstrumentTable) {
        let found: LogLine? =
            switch message {
            case .signal(let signal): .signal(signal, instruments)
            case .skipped(let skipped): .skipped(skipped, instruments)
            case .reasoning(let reasoning): .reasoning(reasoning, instruments)
            case .strategyUpdate(let update): .strategyUpdate(update, instruments)
            case .tacticTargets(let targets): .targets(targets, instruments)
            case .drift(let drift): .drift(drift, instruments)
            case .riskVerdict(let verdict): .verdict(verdict, instruments)
            case .report(let report): .report(report, instruments)
            case .fill(let fill): .fill(fill, instruments)
            case .orderState(let state): .orderState(state, instruments)
            case .alert(let alert): .alert(alert, instruments)
            case .riskAlert(let alert): .riskAlert(alert, instruments)
            case .feedHealth(let health): .feedHealth(health, instruments)
            default: nil
            }
        guard let found else { return nil }
        self = found
    }

    static func tag(_ symbol: SymbolID, _ instruments: InstrumentTable) -> LineText {
        instruments.contains(symbol) ? "[\(instruments[symbol].base)]" : "[*]"
    }

    /// "[BTC] BTC/USDT": what each line about a pair begins with.
    package static func head(_ symbol: SymbolID, _ instruments: InstrumentTable) -> LineText {
        "\(tag(symbol, instruments)) \(instruments.name(symbol))"
    }

    /// A figure for people; what is not known is a dash.
    package static func figure(_ value: Double, decimals: Int) -> String {
        Money(value)?.text(decimals: decimals) ?? "-"
    }

    /// A refusal is a warning, unless a part of the system failed.
    package static func level(of reason: Reason) -> LogLevel { reason.code.isFailure ? .error : .warning }

    // MARK: - Alerts and data

    /// L1's: its report says the same at the same level, but for a signal that came twice, which has none.
    private static func alert(_ alert: RiskAlert, _ instruments: InstrumentTable) -> LogLine? {
        let isTold = [.duplicateSignal, .orderUnknownHere, .orderLostThere, .stopNotResting]
            .contains(alert.reason.code)
        guard alert.signalID.isEmpty || isTold else { return nil }
        return line(of: alert, instruments)
    }

    /// The risk manager's: where it is about one signal, its verdict says the same.
    private static func riskAlert(_ alert: RiskAlert, _ instruments: InstrumentTable) -> LogLine? {
        alert.signalID.isEmpty ? line(of: alert, instruments) : nil
    }

    private static func line(of alert: RiskAlert, _ instruments: InstrumentTable) -> LogLine {
        let level: LogLevel =
            switch alert.severity {
            case .error: .error
            case .warning: .warning
            case .info: .info
            }
        let signal: LineText = alert.signalID.isEmpty ? "" : " (signal \(alert.signalID))"
        let halt = alert.halted ? " - TRADING HALTED" : "" as StaticString
        return LogLine(level, "\(tag(alert.symbol, instruments)) \(alert.reason.line)\(signal)\(halt)")
    }

    private static func feedHealth(_ health: FeedHealth, _ instruments: InstrumentTable) -> LogLine? {
        guard health.state != .live else { return nil }
        return LogLine(
            health.state == .ended ? .info : .warning,
            """
            \(tag(health.symbol, instruments)) feed is \(health.state.wireName) \
            (received \(health.received), gaps \(health.gaps), duplicates \(health.duplicates))
            """)
    }
}
