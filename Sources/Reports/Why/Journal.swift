import Market
import Messages

/// An output journal as it was read.
public struct Journal: Sendable {
    /// Where it lies.
    public let path: String
    /// All lines after the first, in order, but those that can't be read.
    public internal(set) var entries: [JournalEntry] = []
    /// The hash of the data that the first line tells; `nil` where it tells none.
    public internal(set) var dataHash: UInt64?
    /// The hash of the instruments.
    public internal(set) var instrumentHash: UInt64?
    /// What a person must know of it: lines that are cut or can't be read.
    public internal(set) var notes: [String] = []
    /// The pairs that it names, in the order in which they come.
    package var pairs: [String] = []
    /// The strategies that it names, in the same way.
    package var strategies: [String] = []

    /// A table of the pairs and strategies that it names: the run's pairs, where they are known, else without
    /// filters; strategies that are registered no more, or elsewhere, stand behind the known ones.
    package func table(_ known: InstrumentTable) -> InstrumentTable {
        let others = strategies.filter { known.strategies.strategy(named: $0) == nil }
        let names = StrategyNames(Array((known.strategies.names + others).prefix(StrategyNames.limit)))
        guard pairs.contains(where: { known.symbol(named: $0) == nil }) else {
            return InstrumentTable(known.instruments, strategies: names)
        }
        let bare = pairs.map { name in
            Instrument(
                name: name, market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero,
                maxQuantity: .zero, minNotional: .zero)
        }
        return InstrumentTable(bare, strategies: names)
    }
}
