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
        copy.symbols = try Self.read(symbols.count, from: &reader)
        copy.scores = try Self.read(scores.count, from: &reader)
        copy.detectors = try Self.read(detectors.count, from: &reader)
        copy.regimeScores = try Self.read(regimeScores.count, from: &reader)
        self = copy
    }

    private static func read<Row: BitwiseCopyable>(
        _ expected: Int, from reader: inout StateReader
    ) throws(StateError) -> [Row] {
        let rows: [Row] = try reader.readArray()
        guard rows.count == expected else { throw .wrongCount(found: rows.count, expected: expected) }
        return rows
    }
}
