import Market
import Messages

/// The minute candles of each symbol: told in order and once, whether the stream told them or an answer.
package struct Candles: Sendable {
    /// Candles that wait until those before them are fetched.
    private static let heldLimit = 64
    /// How long they are.
    package static let length = Timeframe.m1

    private struct Row: Sendable {
        /// The open time of the newest that was told.
        var last = Timestamp.zero
        var held: [Kline] = []
        var isFilling = false
        /// Since when, monotonic.
        var fillingSince: Int64 = 0
        var askAgainAt: Int64 = .min
        /// The newest as the stream told it, until the exchange was asked for its own.
        var unchecked: Kline?
    }

    private var rows: [Row]
    /// Candles of the stream that were told before.
    package private(set) var duplicates: UInt64 = 0
    /// Candles that came by an answer, not by the stream.
    package private(set) var filled: UInt64 = 0
    /// Candles that the exchange was asked for, to compare them with the stream's.
    package private(set) var checked: UInt64 = 0
    /// Those of them that differed.
    package private(set) var differing: UInt64 = 0
    private var checkNext = 0

    /// None of any symbol so far.
    package init(count: Int) { rows = Array(repeating: Row(), count: count) }

    /// The open time of the newest that was told.
    package func last(_ symbol: SymbolID) -> Timestamp { rows[symbol.int].last }

    /// What is told comes after this candle of the history.
    package mutating func begin(_ symbol: SymbolID, after last: Timestamp) {
        rows[symbol.int].last = max(rows[symbol.int].last, last)
    }

    /// Takes a closed candle of the stream; says from which open time on candles are to be fetched.
    package mutating func take(_ kline: Kline, at now: Int64, into out: inout [Kline]) -> Timestamp? {
        let index = kline.symbol.int
        guard kline.openTime > rows[index].last else {
            duplicates += 1
            return nil
        }
        rows[index].unchecked = kline
        let isNext = rows[index].last == .zero || kline.openTime == rows[index].last + Self.length.span
        guard isNext else { return hold(kline, at: index, now) }
        tell(kline, at: index, into: &out)
        tellHeld(at: index, acrossHoles: false, into: &out)
        return nil
    }

    private mutating func hold(_ kline: Kline, at index: Int, _ now: Int64) -> Timestamp? {
        let isNewest = rows[index].held.last.map { $0.openTime < kline.openTime } ?? true
        if isNewest, rows[index].held.count < Self.heldLimit { rows[index].held.append(kline) }
        guard !rows[index].isFilling else { return nil }
        rows[index].isFilling = true
        rows[index].fillingSince = now
        return rows[index].last + Self.length.span
    }

    /// Takes a closed candle of an answer, by rising open times.
    package mutating func take(filled kline: Kline, into out: inout [Kline]) {
        let index = kline.symbol.int
        guard kline.openTime > rows[index].last else { return }
        filled += 1
        tell(kline, at: index, into: &out)
    }

    /// An answer was taken, or none is to be had: what waited follows, and where the exchange itself has no
    /// candle there is a hole.
    package mutating func endFill(_ symbol: SymbolID, askAgainAt: Int64, into out: inout [Kline]) {
        rows[symbol.int].isFilling = false
        rows[symbol.int].askAgainAt = askAgainAt
        tellHeld(at: symbol.int, acrossHoles: true, into: &out)
    }

    private mutating func tell(_ kline: Kline, at index: Int, into out: inout [Kline]) {
        rows[index].last = kline.openTime
        out.append(kline)
    }

    private mutating func tellHeld(at index: Int, acrossHoles: Bool, into out: inout [Kline]) {
        while let first = rows[index].held.first {
            let next = rows[index].last + Self.length.span
            guard acrossHoles || first.openTime <= next else { return }
            rows[index].held.removeFirst()
            if first.openTime > rows[index].last { tell(first, at: index, into: &out) }
        }
    }

    /// From which open time on the symbol's candles are to be fetched, where its next one is overdue.
    package mutating func overdue(
        _ symbol: SymbolID, at time: Timestamp, grace: Int64, now: Int64
    ) -> Timestamp? {
        let row = rows[symbol.int]
        let due = row.last + Self.length.span * 2 + TimeSpan(nanoseconds: grace)
        guard row.last != .zero, !row.isFilling, time >= due, now >= row.askAgainAt else { return nil }
        rows[symbol.int].isFilling = true
        rows[symbol.int].fillingSince = now
        return row.last + Self.length.span
    }

    /// Whether candles wait for those before them longer than this.
    package func isOverdue(_ symbol: SymbolID, at now: Int64, after patience: Int64) -> Bool {
        let row = rows[symbol.int]
        return row.isFilling && !row.held.isEmpty && now - row.fillingSince > patience
    }

    /// Another candle of the stream to compare with the exchange's own, each symbol in turn.
    package mutating func nextCheck(at time: Timestamp, grace: Int64) -> Kline? {
        for _ in rows.indices {
            checkNext = (checkNext + 1) % rows.count
            guard let kline = rows[checkNext].unchecked,
                time >= kline.closeTime + TimeSpan(nanoseconds: 2 * grace)
            else { continue }
            return kline
        }
        return nil
    }

    /// Compares the exchange's own with what the stream told; says what differs.
    package mutating func check(_ own: Kline) -> String? {
        let index = own.symbol.int
        guard let told = rows[index].unchecked, told.openTime == own.openTime else { return nil }
        rows[index].unchecked = nil
        checked += 1
        guard told != own else { return nil }
        differing += 1
        return "was told as \(Self.figures(told)), the exchange keeps \(Self.figures(own))"
    }

    private static func figures(_ kline: Kline) -> String {
        "\(kline.open) \(kline.high) \(kline.low) \(kline.close) volume \(kline.volume)"
    }
}
