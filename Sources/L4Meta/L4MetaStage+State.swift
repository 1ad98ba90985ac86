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
}
