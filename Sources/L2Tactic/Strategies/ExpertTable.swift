import Configuration
import Market
import Stages

/// The strategies of all charts.
struct ExpertTable: Sendable {
    /// In the order of the charts.
    private(set) var experts: [Expert] = []
    private let catalogue: StrategyCatalogue
    private var pools: [any StrategyPool]

    init(_ catalogue: StrategyCatalogue) {
        self.catalogue = catalogue
        pools = catalogue.pools
    }

    /// Adds those that read a pair on a timeframe; answers where they stand.
    mutating func add(
        _ symbol: SymbolID, _ timeframe: Timeframe, _ settings: Settings, _ rows: StrategyRows
    ) -> Range<Int> {
        let first = experts.count
        for row in rows.rows(of: symbol) {
            let strategy = rows.strategies[row]
            let registration = settings.strategies[strategy.int]
            let reads =
                registration.timeframe.map { $0 == timeframe }
                ?? settings.tactic.timeframes.contains(timeframe)
            guard reads, let pool = catalogue.place(of: registration.kind) else { continue }
            let slot = pools[pool].add(registration.parameters ?? settings[symbol].parameterValues)
            experts.append(Expert(strategy: strategy, row: row, pool: pool, slot: slot))
        }
        return first..<experts.count
    }

    /// Gives a closed candle to one; `nil` while it warms up.
    mutating func update(_ expert: Int, _ candle: Candle, _ view: MarketView) -> StrategySignal? {
        let place = experts[expert]
        return pools[place.pool].update(place.slot, candle, view)
    }

    func save(into writer: inout StateWriter) { for pool in pools { pool.save(into: &writer) } }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        for place in pools.indices { try pools[place].restore(from: &reader) }
    }
}
