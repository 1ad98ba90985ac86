import Market
import Messages
import Stages

/// Scores and weights are L4's memory: they outlive a restart.
extension L4MetaStage {
    /// Writes all that was learned.
    public func save(into writer: inout StateWriter) {
        writer.write(system)
        writer.write(symbols)
        writer.write(weights)
        writer.write(published)
        writer.write(scores)
        writer.write(detectors)
        writer.write(regimeScores)
    }

    /// Takes back what `save` wrote; on an error nothing changes.
    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        var copy = self
        copy.system = try reader.read()
        copy.symbols = try reader.readArray(count: symbols.count)
        try copy.readRows(from: &reader, count: rows.count)
        self = copy
    }

    private mutating func readRows(from reader: inout StateReader, count: Int) throws(StateError) {
        weights = try reader.readArray(count: count)
        published = try reader.readArray(count: count)
        scores = try reader.readArray(count: count)
        detectors = try reader.readArray(count: count)
        regimeScores = try reader.readArray(count: count * Self.regimes)
    }

    /// The pairs and strategies by their places: what was learned is told by place, and another run may have
    /// other places.
    public var names: LearnedNames {
        LearnedNames(
            strategies: instruments.strategies.names,
            pairs: instruments.symbols.map { symbol in
                LearnedNames.Pair(
                    name: instruments.name(symbol),
                    strategies: rows.rows(of: symbol).map { rows.strategies[$0].int })
            })
    }

    /// The form of what `save` writes: fields, their types and order, and how many regimes there are. Which
    /// program wrote it does not matter.
    public var form: UInt64 {
        var form = MemoryForm()
        form.add(system)
        form.add(SymbolState())
        form.add(TradeScore())
        form.add(PageHinkley())
        form.add(names: Regime.allCases.map { "\($0)" })
        return form.value
    }

    /// Takes over what an earlier run learned and left open: the weights rest on it. Names of that run's
    /// frames and the time of its next scoring mean nothing here. On an error nothing changes.
    /// - Parameter names: the earlier run's; of pairs and strategies that this run hasn't, nothing is taken.
    public mutating func takeOver(
        from reader: inout StateReader, of names: LearnedNames
    ) throws(StateError) {
        var earlier = self
        earlier.system = try reader.read()
        earlier.symbols = try reader.readArray(count: names.pairs.count)
        try earlier.readRows(from: &reader, count: names.rows)
        system = earlier.system
        system.cause = .none
        system.nextPeriod = .zero
        var first = 0
        for (place, pair) in names.pairs.enumerated() {
            if let symbol = instruments.symbol(named: pair.name), knows(symbol) {
                take(earlier.symbols[place], for: symbol, of: names)
                for (row, strategy) in pair.strategies.enumerated() {
                    take(row: first + row, of: earlier, for: symbol, names.strategies[strategy])
                }
                balance(symbol)
            }
            first += pair.strategies.count
        }
    }

    /// What was learned of a pair. The strategies behind its open trade have other places here.
    private mutating func take(_ state: SymbolState, for symbol: SymbolID, of names: LearnedNames) {
        symbols[symbol.int] = state
        symbols[symbol.int].tradeID = .none
        symbols[symbol.int].place { old in
            guard names.strategies.indices.contains(old.int) else { return nil }
            return instruments.strategies.strategy(named: names.strategies[old.int])
        }
    }

    /// What was learned of a strategy on a pair, where it still reads it.
    private mutating func take(
        row old: Int, of earlier: L4MetaStage, for symbol: SymbolID, _ strategy: String
    ) {
        guard let strategy = instruments.strategies.strategy(named: strategy),
            let row = rows.row(of: symbol, strategy)
        else { return }
        weights[row] = earlier.weights[old]
        scores[row] = earlier.scores[old]
        detectors[row] = earlier.detectors[old]
        for regime in 0..<Self.regimes {
            regimeScores[row * Self.regimes + regime] = earlier.regimeScores[old * Self.regimes + regime]
        }
    }

    /// Where other strategies read a pair than before, its weights sum to 1 again.
    private mutating func balance(_ symbol: SymbolID) {
        let rows = rows.rows(of: symbol)
        let sum = rows.reduce(0) { $0 + weights[$1] }
        if abs(sum - 1) > 1e-9 { weights.replaceSubrange(rows, with: rule.shares(of: Array(weights[rows]))) }
        for row in rows { published[row] = weights[row] }
    }
}
