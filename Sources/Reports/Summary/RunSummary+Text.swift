import Market
import Messages
import RiskMath
import Telemetry

extension RunSummary {
    /// What a person reads at the end of a run, in 80 columns.
    public func text() -> String {
        let span =
            first == .never ? "no data" : "\(first.minuteText) to \(last.minuteText) UTC, \(place)"
        var lines = [span] + (halt.map { Paragraph.lines($0.text) } ?? []) + [""]
        lines += equityLines + [""] + tradeLines + [""] + signalLines + reasonLines
        if total.fills == 0 { lines += idleLines }
        lines += openLines + endedLines + weightLines
        return lines.joined(separator: "\n") + "\n"
    }

    private var place: String {
        switch mode {
        case .paper, .replay: "on paper"
        case .testnet: "on the testnet"
        case .live: "live"
        }
    }

    private var names: [String] { instruments.instruments.map(\.name) }

    // MARK: - Money

    private var equityLines: [String] {
        let sum = cents
        let earlier = total.takenOver.isZero ? "" : "\(Self.term(sum.earlier)) open before "
        let profit =
            "\(sum.net.signed()) net = \(sum.closed.signed()) closed "
            + "\(Self.term(sum.open)) open \(earlier)\(Self.term(sum.fees)) fees "
            + "\(Self.term(sum.funding)) funding, USDT"
        return Paragraph.lines(equityText, after: "equity        ")
            + Paragraph.lines(profit, after: "profit        ")
            + Paragraph.lines(fallText, after: "max drawdown  ")
    }

    /// The profit of all pairs and what it is made of, in cents that add up.
    private var cents: (closed: Money, open: Money, earlier: Money, fees: Money, funding: Money, net: Money) {
        let sum = total
        let net = SummaryCents.nearest(sum.pnl)
        let parts = SummaryCents.rounded(
            [sum.realised, sum.unrealised, -sum.takenOver, -sum.fees, -sum.funding], to: net)
        return (parts[0], parts[1], parts[2], parts[3], parts[4], net)
    }

    private var equityText: String {
        guard let start = startEquity, let equity else { return "not told" }
        let share = Self.percent((equity - start).fraction(of: start), 2)
        return "\(start.text(decimals: 2)) to \(equity.text(decimals: 2)) USDT (\(share))"
    }

    /// The deepest fall of the run, and apart from it the one of its last day.
    private var fallText: String {
        let today = "the last day's is \(Self.percent(dayDrawdown, 2))"
        guard let top = curve.top, let bottom = curve.bottom else { return "none; \(today)" }
        return
            "\((top.equity - bottom.equity).text(decimals: 2)) USDT (\(Self.percent(curve.largest, 2))), "
            + "from \(top.equity.text(decimals: 2)) on \(top.time.minuteText) "
            + "to \(bottom.equity.text(decimals: 2)) on \(bottom.time.minuteText); \(today)"
    }

    /// A summand with its sign apart: "+ 1.20", "- 0.32".
    private static func term(_ amount: Money) -> String {
        "\(amount.raw < 0 ? "-" : "+") \(amount.magnitude.text(decimals: 2))"
    }

    // MARK: - Trades

    private var tradeLines: [String] {
        let head = ["trades", "won", "hit rate (95 %)", "closed", "open", "fees", "funding", "net"]
        let sum = cents
        let sums = [sum.closed, sum.open, sum.fees, sum.funding, sum.net]
        let money = SummaryCents.columns(rows.map(Self.amounts), to: sums) + [sums]
        let labelled = zip(names + ["total"], rows + [total])
        let table = [head] + zip(labelled, money).map { Self.tradeRow($0.0, $0.1, $1) }
        return Columns.lines(table) + Paragraph.lines(perTradeText, after: "  ")
            + Paragraph.lines(endingText, after: "  ")
    }

    private static func tradeRow(_ name: String, _ row: Row, _ money: [Money]) -> [String] {
        [name, "\(row.wins) of \(row.trades)", hitRate(row)] + money.map { $0.text(decimals: 2) }
    }

    /// What stands under closed, open, fees, funding and net.
    private static func amounts(_ row: Row) -> [Money] {
        [row.realised, row.unrealised, -row.fees, -row.funding, row.pnl]
    }

    /// The share of trades that brought something after costs, with its Wilson interval.
    private static func hitRate(_ row: Row) -> String {
        guard row.trades > 0 else { return "-" }
        let range = WilsonInterval.of(row.wins, among: row.trades)
        let (low, high) = (percent(range.lowerBound, 0).dropLast(2), percent(range.upperBound, 0))
        return "\(percent(Double(row.wins) / Double(row.trades), 0)) (\(low)-\(high))"
    }

    private var perTradeText: String {
        let sample = total.perTrade
        guard sample.count > 0 else { return "No trade was closed." }
        let mean = Self.number(sample.mean, 4)
        let range = sample.half.map {
            " (95 %: \(Self.number(sample.mean - $0, 4)) to \(Self.number(sample.mean + $0, 4)))"
        }
        return "A trade brought \(mean) USDT on average after costs\(range ?? ""), n = \(sample.count)."
    }

    private var endingText: String {
        let sum = total
        guard sum.trades > 0 else { return "" }
        let counts = RoundTrip.Ending.allCases.filter { sum[$0] > 0 }.map { "\($0.name) \(sum[$0])" }
        return "Closed by: \(counts.joined(separator: ", "))."
    }

    // MARK: - Signals

    private var signalLines: [String] {
        let head = [
            "signals", "of L2", "outside", "filled", "partly", "refused", "expired", "cancelled",
            "no end",
        ]
        let table = [head] + zip(names, rows).map(Self.signalRow) + [Self.signalRow("total", total)]
        let sum = total
        let purposes = Purpose.allCases.filter { sum[$0] > 0 }.map { "\(sum[$0]) \($0.name)" }
        let fills = purposes.isEmpty ? "" : " = \(purposes.joined(separator: " + "))"
        return Columns.lines(table)
            + Paragraph.lines("orders \(sum.orders), fills \(sum.fills)\(fills)", after: "  ")
    }

    private static func signalRow(_ name: String, _ row: Row) -> [String] {
        [name, "\(row.signals)", "\(row.outside)"] + ReportStatus.allCases.map { "\(row[$0])" }
            + ["\(row.unanswered)"]
    }

    private var reasonLines: [String] {
        let lines = zip(names, rows).flatMap { name, row in
            let reasons = Self.counted(row.refusals)
            return reasons.isEmpty ? [] : Paragraph.lines(reasons, after: "  \(name): ")
        }
        return lines.isEmpty ? [] : ["", "not filled, by reason"] + lines
    }

    private static func counted(_ counts: [Int]) -> String {
        let found = ReasonCode.allCases.filter { counts[Int($0.rawValue)] > 0 }
        return found.sorted { counts[Int($0.rawValue)] > counts[Int($1.rawValue)] }
            .map { "\($0.name) \(counts[Int($0.rawValue)])" }.joined(separator: ", ")
    }

    /// Why nothing was traded.
    private var idleLines: [String] {
        let sum = total
        var text = "Nothing was traded: "
        if sum.signals + sum.outside > 0 {
            text += "no signal was filled, see the reasons above."
        } else {
            let reasons = Self.counted(sum.declined)
            text +=
                reasons.isEmpty
                ? "no strategy gave a signal."
                : "no decision became a signal. Of L2's decisions: \(reasons)."
        }
        let isMute = rows.allSatisfy { $0.candles == 0 && $0.feed.received == 0 }
        let mute = isMute ? ["No market data came: the feed handler's log tells why."] : []
        return [""] + mute + Paragraph.lines(text)
    }

    // MARK: - What is open, and L4

    private var openLines: [String] {
        let lines = instruments.symbols.flatMap { symbol in
            let row = rows[symbol.int]
            return row.position.isZero ? [] : Self.openText(instruments.name(symbol), row)
        }
        return lines.isEmpty ? ["", "no position is open"] : ["", "open at the end"] + lines
    }

    /// Pairs of which no data came to the end, with when it ended.
    private var endedLines: [String] {
        let lines = instruments.symbols.filter { rows[$0.int].feed.state == .ceased }.flatMap { symbol in
            let row = rows[symbol.int]
            let held = row.position.isZero ? "" : "; what is held is valued at the price of then"
            return Paragraph.lines(
                "its data ended at \(row.feed.lastEvent)\(held)", after: "  \(instruments.name(symbol)): ")
        }
        return lines.isEmpty ? [] : ["", "ended before the others"] + lines
    }

    private static func openText(_ name: String, _ row: Row) -> [String] {
        let side = row.position.isPositive ? "long" : "short"
        return Paragraph.lines(
            "\(side) \(row.position.magnitude) from \(row.entryPrice), worth "
                + "\(row.exposure.text(decimals: 2)) USDT at \(row.lastPrice) of "
                + "\(row.lastTime.minuteText) (\(row.unrealised.signed()))", after: "  \(name): ")
    }

    /// First, middle and last weights per symbol: how L4 moved capital.
    private var weightLines: [String] {
        let told = Dictionary(grouping: weights) { Int($0.symbol.index) << 16 | Int($0.strategy.index) }
        let rows = told.sorted { $0.key < $1.key }.compactMap { _, changes -> (name: String, path: String)? in
            guard changes.count > 1, let last = changes.last else { return nil }
            let stride = max(1, changes.count / 6)
            let shown = changes.indices.filter { $0 % stride == 0 }.map { changes[$0] }
            let path = shown.map { Self.number($0.weight, 2) }.joined(separator: " ")
            let name = "\(instruments.name(last.symbol)) \(instruments.strategies.name(last.strategy))"
            return (name, "\(path) -> \(Self.number(last.weight, 2))")
        }
        let width = max(26, rows.map(\.name.count).max() ?? 0)
        let lines = rows.map { "  \(Columns.pad($0.name, width, left: true)) \($0.path)" }
        return lines.isEmpty ? [] : ["", "L4's weights over time"] + lines
    }

    /// A figure for people.
    package static func number(_ value: Double, _ decimals: Int) -> String {
        Money(value)?.text(decimals: decimals) ?? "-"
    }

    /// A fraction in percent for people; a dash where it is not known.
    package static func percent(_ fraction: Double, _ decimals: Int) -> String {
        number(fraction * 100, decimals) + " %"
    }
}
