import Configuration
import Market
import Messages
import Stages

/// The terms of entries by symbol: the last words of L3, L4 and the feed handler on each.
struct EntryTerms: Sendable {
    private var terms: [SymbolTerms]
    private let rows: StrategyRows
    /// L4's weights and factors on risk, by row.
    private var weights: [Double]
    private var riskScales: [Double]

    init(_ settings: Settings) {
        terms = Array(repeating: SymbolTerms(), count: settings.instruments.count)
        rows = StrategyRows(settings)
        weights = Array(repeating: 0, count: rows.count)
        riskScales = Array(repeating: 1, count: rows.count)
    }

    subscript(symbol: SymbolID) -> SymbolTerms { terms[symbol.int] }

    mutating func hear(_ update: StrategyUpdate) {
        guard let row = rows.row(of: update.symbol, update.strategy) else { return }
        weights[row] = update.weight
        riskScales[row] = update.riskScale
    }

    /// L4's factor on the risk of a symbol's new entries: the mean over its strategies by their weights.
    func riskScale(of symbol: SymbolID) -> Double {
        var (weight, sum) = (0.0, 0.0)
        for row in rows.rows(of: symbol) {
            weight += weights[row]
            sum += weights[row] * riskScales[row]
        }
        return weight > 0 ? min(1, max(0, sum / weight)) : 1
    }

    /// Zero is a wish: none. What is left out is no wish, and the hard limits alone hold.
    mutating func hear(_ targets: TacticTargets) {
        let wish = targets.netExposure
        terms[targets.symbol.int].netExposure = wish.isNaN ? .infinity : abs(wish)
        terms[targets.symbol.int].reduceOnly = targets.wantsNoEntries
    }

    /// Takes how fresh the data is; answers whether it has come to its end with this word.
    mutating func hear(_ health: FeedHealth) -> Bool {
        let wasCeased = terms[health.symbol.int].feed.state == .ceased
        terms[health.symbol.int].feed = health
        return health.state == .ceased && !wasCeased
    }

    /// Whether prices of a symbol come with a book.
    mutating func note(_ symbol: SymbolID, isOnTicks: Bool) { terms[symbol.int].isOnTicks = isOnTicks }

    func save(into writer: inout StateWriter) {
        writer.write(terms)
        writer.write(weights)
        writer.write(riskScales)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        terms = try reader.readArray(count: terms.count)
        weights = try reader.readArray(count: rows.count)
        riskScales = try reader.readArray(count: rows.count)
    }
}
