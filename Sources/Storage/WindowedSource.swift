import FeedHandler
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
    private var waiting: [RecordedEvent] = []
    private var ceased: [FeedHealth] = []
    private var hasBegun = false
    /// Candles before the window, as far back as it asks.
    public private(set) var history: [Kline] = []

    public init(_ source: any EventSource, _ window: TimeWindow) {
        self.source = source
        self.window = window
    }

    public var report: SourceReport { source.report }

    public mutating func next() throws(StorageError) -> RecordedEvent? {
        if let event = waiting.popLast() { return event }
        guard hasBegun else { return try begin() }
        guard let event = try source.next(), event.time < window.to else { return nil }
        return event
    }

    private mutating func begin() throws(StorageError) -> RecordedEvent? {
        hasBegun = true
        while let event = try source.next() {
            if event.time >= window.to { return nil }
            if event.time >= window.from {
                let ends = ceased.map { RecordedEvent(.feedHealth($0), at: event.time) }
                waiting = [event] + openBooks().reversed() + ends.reversed()
                return waiting.popLast()
            }
            switch event.message {
            case .depth(let depth): take(depth)
            case .feedHealth(let health): ceased.append(health)
            case .kline(let kline) where kline.interval == .m1 && event.time + window.history >= window.from:
                history.append(kline)
            default: break
            }
        }
        return nil
    }

    private mutating func take(_ depth: Depth) {
        let index = books.firstIndex { $0.symbol == depth.symbol } ?? books.count
        if index == books.count { books.append(OpeningBook(symbol: depth.symbol)) }
        books[index].take(depth)
    }

    private func openBooks() -> [RecordedEvent] {
        books.sorted { $0.symbol < $1.symbol }.flatMap { book in
            book.snapshot().map { RecordedEvent(.depth($0), at: window.from) }
        }
    }
}
