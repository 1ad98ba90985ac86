import Market
import Messages
import Reports

/// The screen as rows: what matters most stands on top, and what doesn't fit is left out from below.
extension Screen {
    /// At most `size.rows` rows; the terminal cuts each to its columns.
    package func rows(_ summary: RunSummary, in size: Terminal.Size, at now: Int64) -> [String] {
        let top = header(now)
        var room = size.rows - top.count
        let pairs = fitted(PairTable(self, summary, columns: size.columns).rows, into: room - 2, "pairs")
        room -= pairs.count
        let processes = processRows(now, into: room - 1)
        room -= processes.count
        let latest = newsRows(into: room)
        room -= latest.count
        let footer = room > 0 ? ["Ctrl-C stops cleanly; closing the terminal does not stop it."] : []
        room -= footer.count
        let sections = [top, pairs, processes, latest, footer].filter { !$0.isEmpty }
        // Empty rows between the parts, where there is room for all of them.
        let gap = room >= sections.count - 1 ? [""] : []
        return Array(sections.joined(separator: gap).prefix(max(0, size.rows)))
    }

    private func header(_ now: Int64) -> [String] {
        let moment = time > .zero ? "event time \(time)" : "waiting for data"
        var rows = ["Strata  run \(run)  PAPER  \(moment)  profile \(settings.profile)"]
        if let halt { rows.append(halt.text) }
        rows.append(
            pnl.map { pnl in
                "equity \(pnl.equity.text(decimals: 2)) USDT  today \(pnl.dayPnL.text(decimals: 2))  "
                    + "exposure \(pnl.exposure.text(decimals: 2))  "
                    + "drawdown \(Money(pnl.drawdown * 100)?.text(decimals: 2) ?? "?") %"
            } ?? "equity not told yet")
        let missing = missing(now)
        if !missing.isEmpty, time > .zero || missing.contains(where: { $0.end != nil }) {
            rows.append("MISSING: " + missing.map(\.name).joined(separator: ", "))
        }
        return rows
    }

    /// Rows of which the first is a heading; where some don't fit, the last says how many.
    private func fitted(_ rows: [String], into room: Int, _ what: String) -> [String] {
        guard rows.count > room else { return rows }
        guard room >= 2 else { return [] }
        return Array(rows.prefix(room - 1)) + ["  … \(rows.count - room + 1) more \(what)"]
    }

    /// A row for each process, or one for all where there is no room.
    private func processRows(_ now: Int64, into room: Int) -> [String] {
        guard !processes.isEmpty, room > 0 else { return [] }
        if room > processes.count { return ["processes"] + processes.map { $0.text(now) } }
        let missing = missing(now)
        let restarted = processes.filter { $0.restarts > 0 }.map { "\($0.name) restarted \($0.restarts)x" }
        let notes = missing.map { "\($0.name) is missing" } + restarted
        return ["processes: \(processes.count - missing.count) of \(processes.count) are here"
            + (notes.isEmpty ? "" : "; " + notes.joined(separator: ", "))]
    }

    private func newsRows(into room: Int) -> [String] {
        guard !news.isEmpty, room >= 2 else { return [] }
        return ["latest"] + news.suffix(min(8, room - 1)).map { "  " + $0 }
    }
}
