import Market
import Messages
import Stages

/// The terms of entries by symbol: the last words of L3, L4 and the feed handler on each.
struct EntryTerms: Sendable {
    private var terms: [SymbolTerms]

    init(symbols count: Int) { terms = Array(repeating: SymbolTerms(), count: count) }

    subscript(symbol: SymbolID) -> SymbolTerms { terms[symbol.int] }

    mutating func hear(_ update: StrategyUpdate) {
        terms[update.symbol.int].weights[update.strategy.int] = update.weight
        terms[update.symbol.int].riskScales[update.strategy.int] = update.riskScale
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

    func save(into writer: inout StateWriter) { writer.write(terms) }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        terms = try reader.readArray(count: terms.count)
    }
}
