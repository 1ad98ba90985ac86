import Market
import Messages
import Stages

extension L1OperationalStage {
    public func save(into writer: inout StateWriter) {
        writer.write(market)
        writer.write(rules)
        writer.write(counts)
        writer.write(plans)
        writer.write(waiting)
        writer.write(works)
        writer.write(children)
        writer.write(memory.ids)
        writer.write(memory.next)
        writer.write(correlation)
        writer.write(state)
        for book in books { writer.write(book) }
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        market = try reader.readArray(count: market.count)
        rules = try reader.readArray(count: rules.count)
        counts = try reader.readArray(count: counts.count)
        plans = try reader.readArray()
        waiting = try reader.readArray()
        works = try reader.readArray()
        children = try reader.readArray()
        let ids: [Label] = try reader.readArray()
        memory = SignalMemory(ids: ids, next: try reader.read())
        correlation = try reader.read()
        state = try reader.read()
        for index in books.indices { books[index] = try reader.readBook() }
    }

    /// The figures of the dashboard, by symbol.
    public var counters: [L1Counters] {
        counts.indices.map { index in
            var row = counts[index]
            row.exposure = market[index].exposure.magnitude.fraction(of: state.equity)
            row.exposureLimit = settings[SymbolID(index)].maxExposure
            row.position = market[index].position
            row.feed = market[index].feed
            row.active = works.count { $0.intent.symbol.int == index }
            return row
        }
    }

    /// Rolling correlation of BTC and ETH, −1 to 1; NaN before it is known.
    public var rollingCorrelation: Double { correlation.value }

    /// Largest BTC–ETH correlation on cross exposure.
    public var correlationLimit: Double { settings.limits.maxCorrelation }

    /// Free USDT by the executor's last account: with the counters' positions the balance snapshot (O9).
    public var freeBalance: Money { state.free }
}
