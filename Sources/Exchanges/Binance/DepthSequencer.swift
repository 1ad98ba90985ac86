import Market
import Messages

/// Makes of one symbol's depth snapshot and diffs the messages from which a book can be rebuilt.
///
/// Binance, "How to manage a local order book correctly": diffs wait for the snapshot; those it
/// already holds are dropped; the first that follows must span its id, and each further one must
/// join the one before (spot: U = u + 1, futures: pu = u). A broken chain is said as an empty
/// snapshot: the book is worthless until a fresh one comes.
public struct DepthSequencer: Sendable {
    /// Diffs that wait for a snapshot at most, where nothing else is said; the oldest give way.
    package static let standardWaitingLimit = 1000

    /// Diffs that are ahead of a book at most: five seconds of them.
    private static let aheadLimit = 50

    private enum State: Sendable {
        case waiting
        case snapshot(Int64)
        case chained(Int64)
    }

    private struct Waiting: Sendable {
        let update: DepthUpdate
        let levels: [BookLevel]
        let bids: Int
    }

    private let symbol: SymbolID
    private var state = State.waiting
    private var waiting: [Waiting] = []
    /// How many diffs wait for a snapshot at most; the oldest give way.
    package var waitingLimit = standardWaitingLimit
    /// Chains that broke.
    public private(set) var breaks: UInt64 = 0
    /// Diffs dropped because a snapshot held them already, or none came.
    public private(set) var dropped: UInt64 = 0

    public init(symbol: SymbolID) { self.symbol = symbol }

    /// Whether a snapshot is wanted.
    public var isWaiting: Bool {
        if case .waiting = state { true } else { false }
    }

    /// The last update that the book holds; `nil` where a snapshot is wanted.
    public var position: Int64? {
        switch state {
        case .waiting: nil
        case .snapshot(let id), .chained(let id): id
        }
    }

    /// Whether no hole is between a snapshot of this id and the diffs that wait for one.
    public func joins(snapshot id: Int64) -> Bool {
        guard let first = waiting.first(where: { !$0.update.isOlder(thanSnapshot: id) }) else { return true }
        return first.update.continues(snapshot: id)
    }

    /// The stream is gone, and with it the book, which is said where there was one.
    public mutating func lose(into out: inout [Depth]) {
        waiting.removeAll(keepingCapacity: true)
        switch state {
        case .waiting: return
        case .snapshot(let id), .chained(let id): out.append(Self.lostBook(symbol, id: id))
        }
        state = .waiting
    }

    /// Takes a whole book: `levels` holds `bids` bids, then the asks, each best first.
    public mutating func takeSnapshot(_ id: Int64, _ levels: [BookLevel], bids: Int, into out: inout [Depth])
    {
        if case .chained(let last) = state, id < last { return }
        say(levels, bids: bids, id: id, isSnapshot: true, into: &out)
        state = .snapshot(id)
        let waited = waiting
        waiting.removeAll(keepingCapacity: true)
        for diff in waited { take(diff.update, diff.levels, bids: diff.bids, into: &out) }
    }

    /// Takes a diff: `levels` holds `bids` bids, then the asks.
    ///
    /// - Parameter mayWait: whether what is between the book and a diff ahead of it may yet come, since a
    ///   second connection tells the same: such a diff waits.
    public mutating func take(
        _ update: DepthUpdate, _ levels: [BookLevel], bids: Int, mayWait: Bool = false,
        into out: inout [Depth]
    ) {
        switch state {
        case .waiting: wait(update, levels, bids: bids)
        case .snapshot(let id) where update.isOlder(thanSnapshot: id): dropped += 1
        case .snapshot(let id) where update.continues(snapshot: id):
            follow(update, levels, bids: bids, into: &out)
        case .chained(let id) where update.lastID <= id: dropped += 1
        case .chained(let id) where update.continues(update: id):
            follow(update, levels, bids: bids, into: &out)
            if !waiting.isEmpty { followWaiting(into: &out) }
        case .chained where mayWait && waiting.count < Self.aheadLimit:
            waiting.append(Waiting(update: update, levels: levels, bids: bids))
        case .snapshot, .chained: lose(update, levels, bids: bids, into: &out)
        }
    }

    private mutating func follow(
        _ update: DepthUpdate, _ levels: [BookLevel], bids: Int, into out: inout [Depth]
    ) {
        state = .chained(update.lastID)
        say(levels, bids: bids, id: update.lastID, isSnapshot: false, into: &out)
    }

    /// Those that were ahead of the book and join it now.
    private mutating func followWaiting(into out: inout [Depth]) {
        let ahead = waiting.sorted { $0.update.lastID < $1.update.lastID }
        waiting.removeAll(keepingCapacity: true)
        for diff in ahead {
            guard case .chained(let id) = state else { return }
            if diff.update.lastID <= id {
                dropped += 1
            } else if diff.update.continues(update: id) {
                follow(diff.update, diff.levels, bids: diff.bids, into: &out)
            } else {
                waiting.append(diff)
            }
        }
    }

    private mutating func lose(
        _ update: DepthUpdate, _ levels: [BookLevel], bids: Int, into out: inout [Depth]
    ) {
        breaks += 1
        state = .waiting
        out.append(Self.lostBook(symbol, id: update.lastID))
        wait(update, levels, bids: bids)
    }

    private mutating func wait(_ update: DepthUpdate, _ levels: [BookLevel], bids: Int) {
        if waiting.count >= max(1, waitingLimit) {
            let old = max(1, waiting.count / 2)
            dropped += UInt64(old)
            waiting.removeFirst(old)
        }
        waiting.append(Waiting(update: update, levels: levels, bids: bids))
    }

    /// The message that says that the book is worthless until the next snapshot.
    public static func lostBook(_ symbol: SymbolID, id: Int64) -> Depth { .lostBook(symbol, id: id) }

    private func say(_ levels: [BookLevel], bids: Int, id: Int64, isSnapshot: Bool, into out: inout [Depth]) {
        Depth.append(levels, bids: bids, of: symbol, id: id, isSnapshot: isSnapshot, to: &out)
    }
}
