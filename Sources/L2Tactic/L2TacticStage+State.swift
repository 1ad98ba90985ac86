import Stages

extension L2TacticStage {
    public func save(into writer: inout StateWriter) {
        writer.write(charts)
        writer.write(states)
        writer.write(tallies)
        writer.write(account)
        writer.write(correlation)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        var restored = self
        restored.charts = try rows(from: &reader, like: charts)
        restored.states = try rows(from: &reader, like: states)
        restored.tallies = try rows(from: &reader, like: tallies)
        restored.account = try reader.read()
        restored.correlation = try reader.read()
        self = restored
    }

    /// An array of as many rows as this configuration has.
    private func rows<Row: BitwiseCopyable>(
        from reader: inout StateReader, like rows: [Row]
    ) throws(StateError) -> [Row] {
        let found: [Row] = try reader.readArray()
        guard found.count == rows.count else { throw .wrongCount(found: found.count, expected: rows.count) }
        return found
    }
}
