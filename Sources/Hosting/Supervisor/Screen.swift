import Configuration
import Market
import Messages

/// The one screen of `strata up`: the state of every symbol and level.
struct Screen {
    private let settings: Settings
    private let run: UInt32
    private var targets: [TacticTargets]
    private var weights: [StrategyTable]
    private var time = Timestamp.zero
    private var pnl = PnLUpdate()
    private var processes: [(name: String, restarts: Int, beat: Heartbeat?)] = []
    private var news: [String] = []

    init(_ settings: Settings, run: UInt32) {
        self.settings = settings
        self.run = run
        targets = [TacticTargets](repeating: TacticTargets(), count: settings.symbols.count)
        weights = [StrategyTable](repeating: StrategyTable(), count: settings.symbols.count)
        for pair in settings.symbols where pair.exitsOnly {
            remember("\(pair.name) is not traded any more: what is held is managed to its exit")
        }
    }

    mutating func started(_ member: Topology.Member, restarts: Int) {
        if let index = processes.firstIndex(where: { $0.name == member.name }) {
            processes[index].restarts = restarts
        } else {
            processes.append((member.name, restarts, nil))
        }
    }

    mutating func heard(_ beat: Heartbeat) {
        let name = beat.process.description
        if let index = processes.firstIndex(where: { $0.name == name }) { processes[index].beat = beat }
    }

    mutating func add(_ message: Message, at time: Timestamp) {
        self.time = max(self.time, time)
        let symbol = message.symbol.int
        switch message {
        case .tacticTargets(let found) where symbol < targets.count: targets[symbol] = found
        case .strategyUpdate(let update) where symbol < weights.count:
            weights[symbol][update.strategy] = update.weight
        case .pnlUpdate(let update) where update.symbol == .none: pnl = update
        case .fill(let fill):
            remember(
                "\(time) \(settings.instruments.name(fill.symbol)) \(fill.purpose.name) \(fill.side.name) "
                    + "\(fill.quantity) at \(fill.price)")
        case .riskAlert(let alert), .alert(let alert):
            remember("\(time) \(settings.instruments.name(alert.symbol)) \(alert.reason.text)")
        default: break
        }
    }

    private mutating func remember(_ line: String) {
        news.append(line)
        if news.count > 8 { news.removeFirst() }
    }

    /// The whole screen.
    func text(_ summary: RunSummary) -> String {
        var lines = ["Strata  run \(run)  PAPER  profile \(settings.profile)  event time \(time)", ""]
        lines.append(
            "equity \(pnl.equity.text(decimals: 2)) USDT   today \(pnl.dayPnL.text(decimals: 2))   "
                + "exposure \(pnl.exposure.text(decimals: 2))   "
                + "drawdown \(Money(pnl.drawdown * 100)?.text(decimals: 2) ?? "?") %")
        lines += [
            "",
            row(
                "symbol", "last", "regime (L3)", "weights mom/rev/brk (L4)", "signals", "orders", "fills",
                "position", "PnL"),
        ]
        for symbol in settings.instruments.symbols { lines.append(line(symbol, summary)) }
        lines += ["", "processes"]
        for process in processes {
            let beat = process.beat
            lines.append(
                "  " + RunSummary.pad(process.name, 18, left: true)
                    + (beat.map {
                        "said \($0.published)  heard \($0.received)  gaps \($0.gaps)  refused \($0.refused)"
                    } ?? "starting")
                    + (process.restarts > 0 ? "  restarted \(process.restarts)x" : ""))
        }
        lines += ["", "latest"] + news.map { "  " + $0 } + ["", "Ctrl-C stops cleanly."]
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ symbol: SymbolID, _ summary: RunSummary) -> String {
        let found = summary.rows[symbol.int]
        let regime =
            switch found.feed.state {
            case .ceased: "data ended"
            case .stale: "data stale"
            default: settings[symbol].exitsOnly ? "exit only" : targets[symbol.int].regime.name
            }
        let weight = StrategyName.allCases.map { Money(weights[symbol.int][$0])?.text(decimals: 2) ?? "?" }
        return row(
            settings.instruments.name(symbol), found.lastPrice.description, regime,
            weight.joined(separator: " / "), "\(found.signals)", "\(found.orders)", "\(found.fills)",
            found.position.description, found.pnl.text(decimals: 2))
    }

    private func row(_ columns: String...) -> String {
        let widths = [10, 12, 17, 26, 9, 8, 7, 11, 10]
        return zip(columns, widths).map { RunSummary.pad($0, $1, left: true) }.joined()
    }

    /// One line, where nobody sits at a terminal.
    func line(_ summary: RunSummary) -> String {
        let total = summary.total
        return "\(time)  candles \(total.candles)  signals \(total.signals)  orders \(total.orders)  "
            + "fills \(total.fills)  PnL \(total.pnl.text(decimals: 2)) USDT  "
            + "equity \(pnl.equity.text(decimals: 2))\n"
    }
}
