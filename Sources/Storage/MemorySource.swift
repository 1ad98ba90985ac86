import Exchanges
import Messages

/// Events that lie in memory, in blocks, so that nothing is copied where they grow.
public struct MemorySource: EventSource, Sendable {
    private static let blockSize = 1 << 10

    private var blocks: [[MarketEvent]] = []
    private var place = 0
    /// Events in all, what became of the lines that they come from, and the candles before them.
    public private(set) var count = 0
    public var report = SourceReport()
    public var history: [Kline] = []

    /// - Parameter events: in the order of their times.
    public init(_ events: [MarketEvent] = []) {
        for event in events { append(event) }
    }

    /// Adds an event that is no earlier than the last.
    public mutating func append(_ event: MarketEvent) {
        if count % Self.blockSize == 0 {
            blocks.append([])
            blocks[blocks.count - 1].reserveCapacity(Self.blockSize)
        }
        blocks[blocks.count - 1].append(event)
        count += 1
    }

    public mutating func next(into event: inout MarketEvent) -> Bool {
        guard place < count else { return false }
        event = blocks[place / Self.blockSize][place % Self.blockSize]
        place += 1
        return true
    }
}
