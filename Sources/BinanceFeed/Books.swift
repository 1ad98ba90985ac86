import Exchanges
import Market
import Messages

/// The local books by the exchange's procedure: one chain of updates a symbol, mended by snapshots.
struct Books: Sendable {
    /// Diffs that wait while no snapshot was asked for: the answer will be newer than they are.
    private static let waitingBefore = 16
    /// Diffs that wait once it was: a minute of them.
    private static let waitingAfter = 600

    private var sequencers: [DepthSequencer]
    /// Snapshots that were too old for the diffs that waited.
    private(set) var staleSnapshots = 0

    init(_ symbols: [SymbolID]) {
        sequencers = symbols.map { DepthSequencer(symbol: $0) }
        for index in sequencers.indices { sequencers[index].waitingLimit = Self.waitingBefore }
    }

    /// Whether the symbol's book waits for a snapshot.
    func isWaiting(_ symbol: SymbolID) -> Bool { sequencers[symbol.int].isWaiting }

    /// The last update that the symbol's book holds; `nil` where it waits for a snapshot.
    func position(_ symbol: SymbolID) -> Int64? { sequencers[symbol.int].position }

    /// How often its chain broke.
    func breaks(_ symbol: SymbolID) -> UInt64 { sequencers[symbol.int].breaks }

    /// A snapshot is asked for now.
    mutating func asked(_ symbol: SymbolID) { sequencers[symbol.int].waitingLimit = Self.waitingAfter }

    /// Takes a diff: `levels` holds `bids` bids, then the asks. One that is ahead waits where a second
    /// connection may yet tell what is between.
    mutating func take(
        _ update: DepthUpdate, of symbol: SymbolID, _ levels: [BookLevel], bids: Int, mayWait: Bool,
        into out: inout [Depth]
    ) {
        sequencers[symbol.int].take(update, levels, bids: bids, mayWait: mayWait, into: &out)
    }

    /// Takes a snapshot; false where it is older than the first diff that waits, so that another is wanted.
    mutating func take(
        snapshot id: Int64, of symbol: SymbolID, _ levels: [BookLevel], bids: Int, into out: inout [Depth]
    ) -> Bool {
        let index = symbol.int
        guard sequencers[index].joins(snapshot: id) else {
            staleSnapshots += 1
            return false
        }
        sequencers[index].waitingLimit = Self.waitingBefore
        sequencers[index].takeSnapshot(id, levels, bids: bids, into: &out)
        return !sequencers[index].isWaiting
    }

    /// Nothing more comes of the symbol's book for now: it is worthless.
    mutating func lose(_ symbol: SymbolID, into out: inout [Depth]) {
        sequencers[symbol.int].lose(into: &out)
        sequencers[symbol.int].waitingLimit = Self.waitingBefore
    }
}
