import Stages

extension L2TacticStage {
    public func save(into writer: inout StateWriter) {
        writer.write(charts)
        experts.save(into: &writer)
        writer.write(closed.candles)
        writer.write(terms)
        writer.write(states)
        writer.write(tallies)
        writer.write(account)
        writer.write(correlation)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        var restored = self
        restored.charts = try reader.readArray(count: charts.count)
        try restored.experts.restore(from: &reader)
        let symbols = states.count
        guard let closed = ClosedCandles(try reader.readArray(), symbols: symbols) else {
            throw .wrongCount(found: 0, expected: symbols)
        }
        restored.closed = closed
        restored.terms = try reader.readArray(count: terms.count)
        restored.states = try reader.readArray(count: states.count)
        restored.tallies = try reader.readArray(count: tallies.count)
        restored.account = try reader.read()
        restored.correlation = try reader.read()
        self = restored
    }
}
