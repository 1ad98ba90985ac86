/// Why the venue can't be made.
public enum BinanceVenueError: Error, Sendable, Hashable {
    case noMemory
}

extension BinanceVenueError: CustomStringConvertible {
    public var description: String { "no memory is left for the reader of the exchange's messages" }
}
