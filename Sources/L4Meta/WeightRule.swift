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

    let settings: MetaSettings

    init(_ settings: MetaSettings) { self.settings = settings }

    // Bounds that this many strategies can keep.
    private func smallest(of count: Int) -> Double { min(settings.minWeight, 1 / Double(max(count, 1))) }
    private func largest(of count: Int) -> Double { max(settings.maxWeight, 1 / Double(max(count, 1))) }

    /// One step from the weights that are towards those that the merits ask for. The whole step is
    /// shortened to the largest allowed, so that the sum stays 1 and the bounds are kept.
    func step(from old: [Double], prior: [Double], merits: [Double]) -> [Double] {
        let target = target(prior: prior, merits: merits)
        let furthest = zip(target, old).reduce(0) { max($0, abs($1.0 - $1.1)) }
        guard furthest > 0 else { return old }
        let part = min(1, settings.maxStep / furthest)
        return zip(target, old).map { target, old in old + part * (target - old) }
    }

    func target(prior: [Double], merits: [Double]) -> [Double] {
        shares(of: zip(prior, merits).map { $0 * exp(Self.rate * $1) })
    }

    /// The same proportions, summing to 1 within the bounds.
    func shares(of weights: [Double]) -> [Double] {
        let sum = weights.reduce(0, +)
        return bounded(weights.map { $0 / sum })
    }

    /// Cuts at the bounds and gives what that leaves to those within, in proportion.
    func bounded(_ weights: [Double]) -> [Double] {
        let (smallest, largest) = (smallest(of: weights.count), largest(of: weights.count))
        var table = weights
        for _ in table.indices {
            for place in table.indices { table[place] = min(largest, max(smallest, table[place])) }
            let missing = 1 - table.reduce(0, +)
            guard abs(missing) > 1e-12 else { break }
            let open = table.indices.filter { missing > 0 ? table[$0] < largest : table[$0] > smallest }
            let room = open.reduce(0) { $0 + table[$1] }
            guard room > 0 else { break }
            for place in open { table[place] += missing * table[place] / room }
        }
        return table
    }
}
