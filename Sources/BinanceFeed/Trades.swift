import Market
import Messages

/// The trades of each symbol: told by rising ids and once, whether the stream told them or an answer.
struct Trades: Sendable {
    /// Ids that are missing.
    struct Hole: Sendable, Hashable {
        let from: Int64
        let to: Int64
        var count: Int64 { to - from + 1 }
    }

    /// Trades that wait until those before them are fetched.
    private static let heldLimit = 20_000

    private struct Row: Sendable {
        var last: Int64 = -1
        var held: [Trade] = []
        var hole: Hole?
        /// Since when what came after the hole waits, monotonic.
        var waitingSince: Int64 = 0
    }

    private var rows: [Row]
    private let longestFill: Int64
    /// Trades of the stream that were told before.
    private(set) var duplicates: UInt64 = 0
    /// Trades that came by an answer, and those that nobody told.
    private(set) var filled: UInt64 = 0
    private(set) var missing: UInt64 = 0

    /// - Parameter longestFill: how many trades may be fetched for one hole; none where they can't be.
    init(count: Int, longestFill: Int64) {
        rows = Array(repeating: Row(), count: count)
        self.longestFill = longestFill
    }

    /// Takes a trade of the stream; says which ids are to be fetched.
    mutating func take(_ trade: Trade, at now: Int64, into out: inout [Trade]) -> Hole? {
        let index = trade.symbol.int
        let last = rows[index].last
        guard trade.tradeID > last else {
            duplicates += 1
            return nil
        }
        if last < 0 || trade.tradeID == last + 1 {
            tell(trade, at: index, into: &out)
            return rows[index].held.isEmpty ? nil : tellHeld(at: index, into: &out)
        }
        if rows[index].hole != nil {
            hold(trade, at: index)
            return nil
        }
        let hole = Hole(from: last + 1, to: trade.tradeID - 1)
        guard hole.count <= longestFill else {
            missing += UInt64(hole.count)
            tell(trade, at: index, into: &out)
            return nil
        }
        rows[index].hole = hole
        rows[index].waitingSince = now
        hold(trade, at: index)
        return hole
    }

    /// Whether trades wait for those before them longer than this.
    func isOverdue(_ symbol: SymbolID, at now: Int64, after patience: Int64) -> Bool {
        rows[symbol.int].hole != nil && now - rows[symbol.int].waitingSince > patience
    }

    /// Takes a trade of an answer, by rising ids.
    mutating func take(filled trade: Trade, into out: inout [Trade]) {
        let index = trade.symbol.int
        guard let hole = rows[index].hole, trade.tradeID > rows[index].last, trade.tradeID <= hole.to else {
            return
        }
        missing += UInt64(trade.tradeID - rows[index].last - 1)
        filled += 1
        tell(trade, at: index, into: &out)
    }

    /// An answer was taken; says which ids are to be fetched yet. Where it brought nothing new, or none is
    /// to be had, the trades are missing for good.
    mutating func endFill(_ symbol: SymbolID, gaveUp: Bool, into out: inout [Trade]) -> Hole? {
        let index = symbol.int
        guard let hole = rows[index].hole else { return nil }
        let last = rows[index].last
        guard last >= hole.to || gaveUp || last < hole.from else {
            let rest = Hole(from: last + 1, to: hole.to)
            rows[index].hole = rest
            return rest
        }
        if last < hole.to {
            missing += UInt64(hole.to - last)
            rows[index].last = hole.to
        }
        return tellHeld(at: index, into: &out)
    }

    private mutating func hold(_ trade: Trade, at index: Int) {
        let newest = rows[index].held.last?.tradeID ?? rows[index].last
        guard trade.tradeID > newest, rows[index].held.count < Self.heldLimit else { return }
        rows[index].held.append(trade)
    }

    private mutating func tell(_ trade: Trade, at index: Int, into out: inout [Trade]) {
        rows[index].last = trade.tradeID
        out.append(trade)
    }

    /// Tells those that waited, up to the next hole, which it says.
    private mutating func tellHeld(at index: Int, into out: inout [Trade]) -> Hole? {
        var given = 0
        defer { rows[index].held.removeFirst(given) }
        for trade in rows[index].held {
            if trade.tradeID > rows[index].last + 1 { break }
            given += 1
            if trade.tradeID > rows[index].last { tell(trade, at: index, into: &out) }
        }
        guard given < rows[index].held.count else {
            rows[index].hole = nil
            return nil
        }
        let hole = Hole(from: rows[index].last + 1, to: rows[index].held[given].tradeID - 1)
        let isKnown = rows[index].hole.map { $0.to == hole.to } ?? false
        rows[index].hole = hole
        return isKnown ? nil : hole
    }
}
