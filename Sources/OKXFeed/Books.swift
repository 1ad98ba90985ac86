import Exchanges
import Market
import Messages

/// The local books by OKX's procedure: a snapshot comes on the channel itself, and each update names the one
/// before it. What does not join, or does not come to the exchange's checksum, is a book lost: a new snapshot
/// comes when the channel is subscribed to once more.
struct Books: Sendable {
    /// What became of a message of a book.
    enum Outcome: Sendable, Equatable {
        /// It was taken.
        case taken
        /// It belongs to no book: one is waited for, or another connection has it.
        case leftOut
        /// The book is lost, for this reason.
        case broke(String)
    }

    private struct Row: Sendable {
        var book = OrderBook()
        var isWhole = false
        /// The exchange's id of the last message, where it tells one.
        var id: Int64?
        /// The id under which the last was told.
        var told: Int64 = 0
        /// The connection that tells it.
        var source: ConnectionID?
        /// Since when it stands, monotonic.
        var wholeSince: Int64 = .min
        var breaks: UInt64 = 0
        /// When to ask for it, monotonic; when that was done last, and how often in vain.
        var askAt: Int64 = .max
        var askedAt: Int64 = .min
        var asks: Int64 = 0
    }

    /// How long one that was asked for may take; each time in vain it may take twice as long.
    private let patience: Int64
    /// How long a book stands until those that were lost before it are forgotten.
    private let healthyAfter: Int64

    private var rows: [Row]
    private var checksum = BookChecksum()
    /// Messages that came to the checksum beside them, and those that had none.
    private(set) var checked: UInt64 = 0
    private(set) var unchecked: UInt64 = 0
    /// Updates that were left out: no book stood.
    private(set) var leftOut: UInt64 = 0

    /// - Parameters:
    ///   - count: how many symbols there are.
    ///   - settings: how long a book may take to come, and when it is a good one.
    init(count: Int, _ settings: OKXFeedSettings) {
        rows = Array(repeating: Row(), count: count)
        (patience, healthyAfter) = (settings.answerLimit, settings.healthyAfter)
    }

    /// The book as it stands; `nil` while there is none.
    func book(_ symbol: SymbolID) -> OrderBook? { rows[symbol.int].isWhole ? rows[symbol.int].book : nil }

    /// Whether the symbol's book waits for a snapshot.
    func isWaiting(_ symbol: SymbolID) -> Bool { !rows[symbol.int].isWhole }

    /// How often it was lost to a gap.
    func breaks(_ symbol: SymbolID) -> UInt64 { rows[symbol.int].breaks }

    /// The connection that tells it, where it stands.
    func source(_ symbol: SymbolID) -> ConnectionID? {
        rows[symbol.int].isWhole ? rows[symbol.int].source : nil
    }

    /// Whether the channel is to be subscribed to anew now, for a book to begin with.
    func isDue(_ symbol: SymbolID, at now: Int64) -> Bool { now >= rows[symbol.int].askAt }

    /// That is done now.
    mutating func asked(_ symbol: SymbolID, at now: Int64) {
        let place = symbol.int
        rows[place].askedAt = now
        rows[place].asks += 1
        rows[place].askAt = now + patience << min(rows[place].asks, 6)
    }

    /// Takes a message: `levels` holds `bids` bids, then the asks.
    mutating func take(
        _ link: OKXBookLink, isSnapshot: Bool, _ levels: [BookLevel], bids: Int, of symbol: SymbolID,
        on connection: ConnectionID, at now: Int64, into out: inout [Depth]
    ) -> Outcome {
        let place = symbol.int
        if isSnapshot {
            rows[place].book.clear()
            (rows[place].isWhole, rows[place].source) = (true, connection)
            (rows[place].wholeSince, rows[place].askAt) = (now, .max)
        } else {
            guard rows[place].isWhole, rows[place].source == connection else {
                leftOut += 1
                return .leftOut
            }
            if let why = gap(link, at: place) { return lose(place, why, at: now, into: &out) }
        }
        let id = link.id ?? link.time
        for (index, level) in levels.enumerated() {
            rows[place].book.set(level, on: index < bids ? .buy : .sell, updateID: id)
        }
        (rows[place].id, rows[place].told) = (link.id, id)
        if let why = fault(link, at: place) { return lose(place, why, at: now, into: &out) }
        Depth.append(levels, bids: bids, of: symbol, id: id, isSnapshot: isSnapshot, to: &out)
        return .taken
    }

    /// What is missing between the book and an update. The exchange begins to count anew after it was
    /// mended: the book begins anew then, too.
    private func gap(_ link: OKXBookLink, at place: Int) -> String? {
        guard let last = rows[place].id, let previous = link.previousID, let id = link.id else { return nil }
        guard previous == last else { return "it was at \(last), and the next follows \(previous)" }
        return id >= last ? nil : "it was at \(last), and the next counts from \(id)"
    }

    /// What is wrong with a book as it stands now.
    private mutating func fault(_ link: OKXBookLink, at place: Int) -> String? {
        let book = rows[place].book
        if let bid = book.bids.first, let ask = book.asks.first, bid.price >= ask.price {
            return "its best bid \(bid.price) is not below its best ask \(ask.price)"
        }
        guard let expected = link.checksum else {
            unchecked += 1
            return nil
        }
        checked += 1
        let found = checksum.of(book)
        return found == expected ? nil : "it comes to \(found), the exchange's to \(expected)"
    }

    private mutating func lose(
        _ place: Int, _ why: String, at now: Int64, into out: inout [Depth]
    ) -> Outcome {
        rows[place].breaks += 1
        lose(SymbolID(place), askingAt: now, into: &out)
        return .broke(why)
    }

    /// The book is worthless, which is said where there was one.
    ///
    /// - Parameter now: when the channel is to be subscribed to anew, if the book stood for long before: the
    ///   exchange counts how often; `nil` where a new connection brings one.
    mutating func lose(_ symbol: SymbolID, askingAt now: Int64?, into out: inout [Depth]) {
        let place = symbol.int
        if let now {
            let wasHealthy = rows[place].isWhole && now - healthyAfter >= rows[place].wholeSince
            if wasHealthy { rows[place].asks = 0 }
            let wait = rows[place].asks == 0 ? 0 : patience << min(rows[place].asks, 6)
            rows[place].askAt = max(now, rows[place].asks == 0 ? now : rows[place].askedAt + wait)
        } else {
            rows[place].askAt = .max
        }
        guard rows[place].isWhole else { return }
        out.append(.lostBook(symbol, id: rows[place].told))
        rows[place].isWhole = false
        rows[place].id = nil
        rows[place].book.clear()
    }
}
