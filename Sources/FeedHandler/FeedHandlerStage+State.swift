import Market
import Messages
import Stages

extension FeedHandlerStage {
    /// Events passed on by symbol, in the order of the instrument table.
    public var receivedCounts: [UInt64] { feeds.map(\.received) }

    public func save(into writer: inout StateWriter) {
        writer.write(feeds)
        writer.write(newestOpen)
        writer.write(clock)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        let savedFeeds: [SymbolFeed] = try reader.readArray()
        let savedOpen: [Timestamp] = try reader.readArray()
        guard savedFeeds.count == feeds.count else {
            throw .wrongCount(found: savedFeeds.count, expected: feeds.count)
        }
        guard savedOpen.count == newestOpen.count else {
            throw .wrongCount(found: savedOpen.count, expected: newestOpen.count)
        }
        feeds = savedFeeds
        newestOpen = savedOpen
        clock = try reader.read()
    }
}
