import Market
import Messages
import Stages

/// L4's execution rules by symbol and strategy: its last word on each.
struct RuleTable: Sendable {
    private var rules: [ExecutionRules]

    init(symbols: Int) {
        rules = Array(repeating: ExecutionRules(), count: symbols * StrategyTable.capacity)
    }

    mutating func hear(_ update: StrategyUpdate) {
        let place = update.symbol.int * StrategyTable.capacity + update.strategy.int
        guard rules.indices.contains(place) else { return }
        rules[place] = ExecutionRules(update)
    }

    /// The rules for the strategy that signs the signal, or the strongest of its plan.
    func rules(for signal: Signal, _ plan: ExecutionPlan?) -> ExecutionRules {
        let named = StrategyName(label: signal.strategyID)
        let strongest = plan.flatMap { $0.sources[$0.sources.strongest] == 0 ? nil : $0.sources.strongest }
        guard let strategy = named ?? strongest else { return ExecutionRules() }
        return rules[signal.symbol.int * StrategyTable.capacity + strategy.int]
    }

    func save(into writer: inout StateWriter) { writer.write(rules) }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        rules = try reader.readArray(count: rules.count)
    }
}
