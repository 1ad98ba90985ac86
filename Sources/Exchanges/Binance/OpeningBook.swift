import Market
import Messages

/// The book of one symbol as it stands when somebody begins to listen.
public struct OpeningBook {
    /// Whose book it is.
    public let symbol: SymbolID
    /// Its levels so far.
    public var book = OrderBook()

    /// An empty book.
    public init(symbol: SymbolID) { self.symbol = symbol }

    /// Takes a part of a snapshot or a diff.
    public mutating func take(_ depth: Depth) {
        if depth.isSnapshot, depth.isFirst { book.clear() }
        for index in 0..<depth.levels.count {
            book.set(depth.levels[index], on: depth.side, updateID: depth.updateID)
        }
    }

    /// The best levels of each side as a snapshot; nothing where there is no book.
    public func snapshot(levels: Int = .max) -> [Depth] {
        var messages: [Depth] = []
        var sequencer = DepthSequencer(symbol: symbol)
        guard !book.isEmpty else { return [] }
        let bids = Array(book.bids.prefix(levels))
        sequencer.takeSnapshot(
            book.lastUpdateID, bids + book.asks.prefix(levels), bids: bids.count, into: &messages)
        return messages
    }
}
