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
        feeds = try reader.readArray(count: feeds.count)
        newestOpen = try reader.readArray(count: newestOpen.count)
        clock = try reader.read()
    }
}
