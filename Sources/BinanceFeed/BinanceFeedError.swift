/// Why the feed can't be made.
public enum BinanceFeedError: Error, Sendable, Hashable {
    case noMemory
}

extension BinanceFeedError: CustomStringConvertible {
    public var description: String { "no memory is left for the reader of the exchange's messages" }
}
