import Market
import Messages

/// A position at the paper venue.
@frozen public struct VenuePosition: BitwiseCopyable, Sendable, Hashable {
    public var symbol: SymbolID
    public var position: Position
    /// Number of the venue's newest event.
    public var lastEventID: UInt64
    /// Moment of the last funding booked.
    public var lastFunding: Timestamp

    public init(symbol: SymbolID, position: Position, lastEventID: UInt64, lastFunding: Timestamp) {
        self.symbol = symbol
        self.position = position
        self.lastEventID = lastEventID
        self.lastFunding = lastFunding
    }
}
