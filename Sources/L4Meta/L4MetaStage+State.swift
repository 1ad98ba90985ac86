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

    /// Takes over what an earlier run learned and left open: the weights rest on it. Names of that run's
    /// frames and the time of its next scoring mean nothing here. On an error nothing changes.
    public mutating func takeOver(from reader: inout StateReader) throws(StateError) {
        var earlier = self
        try earlier.restore(from: &reader)
        earlier.system.cause = .none
        earlier.system.nextPeriod = .zero
        for index in symbols.indices {
            earlier.symbols[index].prior = symbols[index].prior
            earlier.symbols[index].published = earlier.symbols[index].weights
            earlier.symbols[index].tradeID = .none
        }
        self = earlier
    }
}
