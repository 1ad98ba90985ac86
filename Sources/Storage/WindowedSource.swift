import Exchanges
import Market
import Messages

/// The events of another source that lie in a window. Depth before it builds the books, which stand as
/// snapshots at its beginning: a diff without its book would be worthless. A pair that came to its end before
/// is told of there, too.
public struct WindowedSource: EventSource {
    private var source: any EventSource
    private let window: TimeWindow
    private var books: [OpeningBook] = []
    /// Events made of the books, newest first.
    private var waiting: [MarketEvent] = []
    private var ceased: [FeedHealth] = []
    private var hasBegun = false
    /// Candles before the window, as far back as it asks.
    public private(set) var history: [Kline] = []

    public init(_ source: any EventSource, _ window: TimeWindow) {
        self.source = source
        self.window = window
    }

    public var report: SourceReport { source.report }

    public mutating func next(into event: inout MarketEvent) throws(StorageError) -> Bool {
        if let made = waiting.popLast() {
            event = made
            return true
        }
        guard hasBegun else { return try begin(&event) }
        return try source.next(into: &event) && event.time < window.to
    }

    private mutating func begin(_ event: inout MarketEvent) throws(StorageError) -> Bool {
        hasBegun = true
        while try source.next(into: &event) {
            if event.time >= window.to { return false }
            if event.time >= window.from {
                let ends = ceased.map { [event] in MarketEvent(.feedHealth($0), at: event.time) }
                waiting = [event] + openBooks().reversed() + ends.reversed()
                return try next(into: &event)
            }
            switch event.message {
            case .depth(let depth): take(depth)
            case .feedHealth(let health): ceased.append(health)
            case .kline(let kline) where kline.interval == .m1 && event.time + window.history >= window.from:
                history.append(kline)
            default: break
            }
        }
        return false
    }

    private mutating func take(_ depth: Depth) {
        let index = books.firstIndex { $0.symbol == depth.symbol } ?? books.count
        if index == books.count { books.append(OpeningBook(symbol: depth.symbol)) }
        books[index].take(depth)
    }

    private func openBooks() -> [MarketEvent] {
        books.sorted { $0.symbol < $1.symbol }.flatMap { book in
            book.snapshot().map { MarketEvent(.depth($0), at: window.from) }
        }
    }
}
