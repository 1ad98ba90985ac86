import Configuration
import Market
import Messages
import Stages

/// L4's execution rules by symbol and strategy: its last word on each.
struct RuleTable: Sendable {
    private let rows: StrategyRows
    private let strategies: StrategyNames
    private var rules: [ExecutionRules]

    init(_ settings: Settings) {
        rows = StrategyRows(settings)
        strategies = settings.instruments.strategies
        rules = Array(repeating: ExecutionRules(), count: rows.count)
    }

    mutating func hear(_ update: StrategyUpdate) {
        guard let row = rows.row(of: update.symbol, update.strategy) else { return }
        rules[row] = ExecutionRules(update)
    }

    /// The rules for the strategy that signs the signal, or the strongest of its plan.
    func rules(for signal: Signal, _ plan: ExecutionPlan?) -> ExecutionRules {
        let candidates = [strategies.strategy(labelled: signal.strategyID), plan?.sources.strongest]
        let row = candidates.lazy.compactMap { $0.flatMap { rows.row(of: signal.symbol, $0) } }.first
        return row.map { rules[$0] } ?? ExecutionRules()
    }

    func save(into writer: inout StateWriter) { writer.write(rules) }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        rules = try reader.readArray(count: rules.count)
    }
}
