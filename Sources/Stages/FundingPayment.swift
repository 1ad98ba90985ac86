import Market
import Messages

/// A payment of funding that was booked.
@frozen public struct FundingPayment: BitwiseCopyable, Sendable, Hashable {
    public var symbol: SymbolID
    /// The venue's number of it.
    public var venueID: UInt64
    /// Paid, USDT; negative where it was received.
    public var amount: Money
    /// Moment for which it was paid.
    public var time: Timestamp

    public init(symbol: SymbolID, venueID: UInt64, amount: Money, time: Timestamp) {
        self.symbol = symbol
        self.venueID = venueID
        self.amount = amount
        self.time = time
    }

    /// What a venue told.
    public init(_ event: VenueEvent) {
        self.init(symbol: event.symbol, venueID: event.eventID, amount: event.fee, time: event.openTime)
    }
}
