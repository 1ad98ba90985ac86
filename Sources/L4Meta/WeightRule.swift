import Configuration
import Glibc
import Messages

/// How merits become weights: the exponentiated rule Hedge of Freund & Schapire (1997), "A
/// Decision-Theoretic Generalization of On-Line Learning", with gains that fade.
///
/// weight ∝ prior · exp(η · merit), within bounds. As merits fade, weights return to the prior.
struct WeightRule: Sendable {
    /// η: how strongly merits move weights.
    static let rate = 0.5

    let smallest: Double
    let largest: Double
    let maxStep: Double

    init(_ settings: MetaSettings) {
        smallest = min(settings.minWeight, 1 / Double(StrategyName.all.count))
        largest = max(settings.maxWeight, 1 / Double(StrategyName.all.count))
        maxStep = settings.maxStep
    }

    /// The weights before there are results: the pair's own strategy first, the rest shared.
    func prior(own: StrategyName, primary: Double) -> StrategyTable {
        let rest = (1 - primary) / Double(max(1, StrategyName.all.count - 1))
        var table = StrategyTable(repeating: 0)
        for strategy in StrategyName.all { table[strategy] = strategy == own ? primary : rest }
        return bounded(table)
    }

    /// One step from the weights that are towards those that the merits ask for. The whole step is
    /// shortened to the largest allowed, so that the sum stays 1 and the bounds are kept.
    func step(from old: StrategyTable, prior: StrategyTable, merits: StrategyTable) -> StrategyTable {
        let target = target(prior: prior, merits: merits)
        var furthest = 0.0
        for strategy in StrategyName.all { furthest = max(furthest, abs(target[strategy] - old[strategy])) }
        guard furthest > 0 else { return old }
        let part = min(1, maxStep / furthest)
        var new = old
        for strategy in StrategyName.all { new[strategy] += part * (target[strategy] - old[strategy]) }
        return new
    }

    func target(prior: StrategyTable, merits: StrategyTable) -> StrategyTable {
        var table = StrategyTable(repeating: 0)
        for strategy in StrategyName.all {
            table[strategy] = prior[strategy] * exp(Self.rate * merits[strategy])
        }
        let sum = table.sum
        for strategy in StrategyName.all { table[strategy] /= sum }
        return bounded(table)
    }

    /// Cuts at the bounds and gives what that leaves to those within, in proportion.
    private func bounded(_ weights: StrategyTable) -> StrategyTable {
        var table = weights
        for _ in StrategyName.all {
            for strategy in StrategyName.all {
                table[strategy] = min(largest, max(smallest, table[strategy]))
            }
            let missing = 1 - table.sum
            guard abs(missing) > 1e-12 else { break }
            spread(missing, over: &table)
        }
        return table
    }

    private func spread(_ missing: Double, over table: inout StrategyTable) {
        func hasRoom(_ weight: Double) -> Bool { missing > 0 ? weight < largest : weight > smallest }
        var room = 0.0
        for strategy in StrategyName.all where hasRoom(table[strategy]) { room += table[strategy] }
        guard room > 0 else { return }
        for strategy in StrategyName.all where hasRoom(table[strategy]) {
            table[strategy] += missing * table[strategy] / room
        }
    }
}
