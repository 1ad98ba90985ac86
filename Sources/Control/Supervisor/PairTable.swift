import Market
import Messages
import Reports

/// The table of the pairs: as many columns as the terminal has room for, the most wanted first.
struct PairTable {
    /// A column; those of a lower rank go first where it is narrow.
    private struct Column {
        let title: String
        let rank: Int
        var cells: [String] = []

        /// With two spaces before the next one.
        var width: Int { (cells + [title]).map(DisplayText.width).max().map { $0 + 2 } ?? 0 }
    }

    private var columns: [Column]

    init(_ screen: Screen, _ summary: RunSummary, columns room: Int) {
        let symbols = Array(screen.settings.instruments.symbols)
        let rows = symbols.map { summary.rows[$0.int] }
        func column(_ title: String, _ rank: Int, _ cell: (Int) -> String) -> Column {
            Column(title: title, rank: rank, cells: symbols.indices.map(cell))
        }
        columns = [
            column("symbol", 0) {
                ForeignText.shown(screen.settings.instruments.name(symbols[$0]), limit: 20)
            },
            column("last", 2) { rows[$0].candles > 0 ? rows[$0].lastPrice.description : "-" },
            column("position", 1) { rows[$0].position.description },
            column("PnL", 3) { rows[$0].pnl.text(decimals: 2) },
            column("regime (L3)", 4) { Self.regime(screen, symbols[$0], rows[$0]) },
            column("mom/rev/brk (L4)", 6) {
                Self.weights(screen.weights[screen.rows.rows(of: symbols[$0])])
            },
            column("sig/ord/fill", 5) { "\(rows[$0].signals)/\(rows[$0].orders)/\(rows[$0].fills)" },
        ]
        while columns.count > 2, columns.reduce(0, { $0 + $1.width }) - 2 > room,
            let least = columns.indices.max(by: { columns[$0].rank < columns[$1].rank })
        {
            columns.remove(at: least)
        }
    }

    /// L3's word, or what makes it void.
    private static func regime(_ screen: Screen, _ symbol: SymbolID, _ row: RunSummary.Row) -> String {
        switch row.feed.state {
        case .ceased: "data ended"
        case .stale: "data stale"
        default:
            screen.settings[symbol].exitsOnly ? "exit only" : screen.targets[symbol.int].regime.name
        }
    }

    /// L4's weights in percent: the documents' three, and what all others have together.
    private static func weights(_ weights: ArraySlice<Double>) -> String {
        let own = weights.prefix(StrategyNames.documents.count)
        let others = weights.count > own.count ? [weights.dropFirst(own.count).reduce(0, +)] : []
        return (own + others).map { weight in
            let percent = (weight * 100).rounded()
            return percent.isFinite ? "\(Int(percent))" : "?"
        }.joined(separator: "/") + " %"
    }

    /// The heading, and a row for each pair.
    var rows: [String] {
        let count = columns.first?.cells.count ?? 0
        return [line { $0.title }] + (0..<count).map { index in line { $0.cells[index] } }
    }

    private func line(_ cell: (Column) -> String) -> String {
        columns.map { DisplayText.padded(cell($0), to: $0.width) }.joined()
    }
}
