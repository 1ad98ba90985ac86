import Messages
import Stages

/// Scores and weights are L4's memory: they outlive a restart.
extension L4MetaStage {
    /// Writes all that was learned.
    public func save(into writer: inout StateWriter) {
        writer.write(system)
        writer.write(symbols)
        writer.write(scores)
        writer.write(detectors)
        writer.write(regimeScores)
    }

    /// Takes back what `save` wrote; on an error nothing changes.
    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        var copy = self
        copy.system = try reader.read()
        copy.symbols = try reader.readArray(count: symbols.count)
        copy.scores = try reader.readArray(count: scores.count)
        copy.detectors = try reader.readArray(count: detectors.count)
        copy.regimeScores = try reader.readArray(count: regimeScores.count)
        self = copy
    }

    /// The pairs, by symbol: what was learned is told by place, and another run may have other places.
    public var pairs: [String] { instruments.instruments.map(\.name) }

    /// The form of what `save` writes: fields, their types and order, and how many strategies and regimes a
    /// pair has. Which program wrote it does not matter.
    public var form: UInt64 {
        var form = MemoryForm()
        form.add(system)
        form.add(SymbolState(StrategyTable()))
        form.add(TradeScore())
        form.add(PageHinkley())
        form.add(names: StrategyName.all.map(\.name))
        form.add(names: Regime.allCases.map { "\($0)" })
        return form.value
    }

    /// Takes over what an earlier run learned and left open: the weights rest on it. Names of that run's
    /// frames and the time of its next scoring mean nothing here. On an error nothing changes.
    /// - Parameter pairs: the earlier run's, in its order; of those that this run hasn't, nothing is taken.
    public mutating func takeOver(from reader: inout StateReader, of pairs: [String]) throws(StateError) {
        var earlier = self
        let (rows, count) = (StrategyName.all.count, pairs.count)
        earlier.system = try reader.read()
        earlier.symbols = try reader.readArray(count: count)
        earlier.scores = try reader.readArray(count: count * rows)
        earlier.detectors = try reader.readArray(count: count * rows)
        earlier.regimeScores = try reader.readArray(count: count * rows * Self.regimes)
        system = earlier.system
        system.cause = .none
        system.nextPeriod = .zero
        for (symbol, name) in self.pairs.enumerated() {
            if let place = pairs.firstIndex(of: name) { take(from: earlier, place, for: symbol) }
        }
    }

    private mutating func take(from earlier: L4MetaStage, _ place: Int, for symbol: Int) {
        let prior = symbols[symbol].prior
        symbols[symbol] = earlier.symbols[place]
        symbols[symbol].prior = prior
        symbols[symbol].published = symbols[symbol].weights
        symbols[symbol].tradeID = .none
        for row in StrategyName.all.indices {
            let (old, new) = (place * StrategyName.all.count + row, symbol * StrategyName.all.count + row)
            scores[new] = earlier.scores[old]
            detectors[new] = earlier.detectors[old]
            for regime in 0..<Self.regimes {
                regimeScores[new * Self.regimes + regime] = earlier.regimeScores[old * Self.regimes + regime]
            }
        }
    }
}
