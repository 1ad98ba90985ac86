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

    /// A table of the pairs that it names: those of the run, where they are known, else without filters.
    package func table(_ known: InstrumentTable) -> InstrumentTable {
        guard pairs.contains(where: { known.symbol(named: $0) == nil }) else { return known }
        return InstrumentTable(
            pairs.map { name in
                Instrument(
                    name: name, market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero,
                    maxQuantity: .zero, minNotional: .zero)
            })
    }
}
