import Market
import Messages

extension RunSummary {
    /// The table a person reads at the end of a run.
    public func text(_ instruments: InstrumentTable) -> String {
        var lines = [
            "\(first == .never ? "no data" : "\(first) … \(last)")\(halted ? "   TRADING IS HALTED" : "")",
            "",
        ]
        lines.append(
            Self.line(
                "symbol",
                ["candles", "signals", "refused", "orders", "fills", "fees", "funding", "PnL", "exposure"]))
        for (index, row) in rows.enumerated() {
            lines.append(Self.line(instruments.name(SymbolID(index)), row))
        }
        lines.append(Self.line("total", total))
        lines += refusalLines(instruments)
        lines += weightLines(instruments)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ name: String, _ row: Row) -> String {
        line(
            name,
            [
                "\(row.candles)", "\(row.signals)", "\(row.refused)", "\(row.orders)", "\(row.fills)",
                row.fees.text(decimals: 2), row.funding.text(decimals: 2), row.pnl.text(decimals: 2),
                row.exposure.text(decimals: 2),
            ])
    }

    private static func line(_ name: String, _ columns: [String]) -> String {
        pad(name, 10, left: true) + columns.map { pad($0, 10, left: false) }.joined()
    }

    /// A text filled up with spaces to a width, behind it or before it.
    public static func pad(_ text: String, _ width: Int, left: Bool) -> String {
        let fill = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + fill : fill + text
    }

    private func refusalLines(_ instruments: InstrumentTable) -> [String] {
        var lines: [String] = []
        for (index, row) in rows.enumerated() where row.refused > 0 {
            let reasons = ReasonCode.allCases.filter { row.refusals[Int($0.rawValue)] > 0 }
                .map { "\($0.name) \(row.refusals[Int($0.rawValue)])" }
            lines.append("  \(instruments.name(SymbolID(index))): \(reasons.joined(separator: ", "))")
        }
        return lines.isEmpty ? [] : ["", "refused, by reason"] + lines
    }

    /// First, middle and last weights per symbol: how L4 moved capital.
    private func weightLines(_ instruments: InstrumentTable) -> [String] {
        var lines: [String] = []
        for symbol in instruments.symbols {
            for strategy in StrategyName.allCases {
                let changes = weights.filter { $0.symbol == symbol && $0.strategy == strategy }
                guard changes.count > 1, let last = changes.last else { continue }
                let stride = max(1, changes.count / 6)
                let shown = changes.indices.filter { $0 % stride == 0 }.map { changes[$0] }
                let path = shown.map { Money($0.weight)?.text(decimals: 2) ?? "?" }.joined(separator: " ")
                let name = Self.pad("\(instruments.name(symbol)) \(strategy.name)", 26, left: true)
                lines.append("  \(name) \(path) -> \(Money(last.weight)?.text(decimals: 2) ?? "?")")
            }
        }
        return lines.isEmpty ? [] : ["", "L4's weights over time"] + lines
    }

    /// The summary as JSON: `symbols.<pair>.{signals,refused,orders,fills,fees,pnl}` and `total`.
    public func json(_ instruments: InstrumentTable) -> String {
        let symbols = rows.enumerated().map { index, row in
            "\"\(instruments.name(SymbolID(index)))\":\(Self.json(row))"
        }
        let changes = weights.map { change in
            "{\"ts\":\(change.time.nanoseconds),\"symbol\":\"\(instruments.name(change.symbol))\","
                + "\"strategy\":\"\(change.strategy.name)\",\"weight\":\(change.weight),"
                + "\"reason\":\"\(change.reason.code.name)\"}"
        }
        return "{\"from\":\"\(first == .never ? .zero : first)\",\"to\":\"\(last)\",\"halted\":\(halted),"
            + "\"symbols\":{\(symbols.joined(separator: ","))},\"total\":\(Self.json(total)),"
            + "\"weights\":[\(changes.joined(separator: ","))]}\n"
    }

    private static func json(_ row: Row) -> String {
        let reasons = ReasonCode.allCases.filter { row.refusals[Int($0.rawValue)] > 0 }
            .map { "\"\($0.name)\":\(row.refusals[Int($0.rawValue)])" }
        return "{\"candles\":\(row.candles),\"messages\":\(row.messages),"
            + "\"signals\":\(row.signals),\"refused\":\(row.refused),"
            + "\"refusals\":{\(reasons.joined(separator: ","))},"
            + "\"orders\":\(row.orders),\"fills\":\(row.fills),"
            + "\"entries\":\(row.entries),\"fees\":\(row.fees),"
            + "\"funding\":\(row.funding),\"pnl\":\(row.pnl),\"position\":\(row.position),"
            + "\"exposure\":\(row.exposure)}"
    }
}
