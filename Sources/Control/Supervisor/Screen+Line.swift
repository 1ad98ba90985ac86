import Market
import Reports

extension Screen {
    /// One line, where nobody sits at a terminal.
    package func line(_ summary: RunSummary, at now: Int64) -> String {
        let total = summary.total
        var parts = ["waiting for data"]
        if time > .zero {
            parts = [
                "\(time)", "candles \(total.candles)", "signals \(total.signals)", "orders \(total.orders)",
                "fills \(total.fills)", "PnL \(total.pnl.text(decimals: 2)) USDT",
            ]
            if let pnl { parts.append("equity \(pnl.equity.text(decimals: 2))") }
        }
        if let halt { parts.append(halt.brief) }
        let missing = missing(now).map { row in row.name + (row.complaint.map { " (\($0))" } ?? "") }
        if !missing.isEmpty { parts.append("missing " + missing.joined(separator: ", ")) }
        return parts.joined(separator: "  ") + "\n"
    }
}
