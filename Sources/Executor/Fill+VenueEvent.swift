import Market
import Messages

extension Fill {
    /// A venue's fill as the books took it, under the account's number.
    init(_ event: VenueEvent, _ number: UInt64, profit: Money, book: SymbolBook) {
        self.init()
        fillID = number
        venueID = event.eventID
        clientOrderID = event.clientOrderID
        symbol = event.symbol
        side = event.side
        purpose = event.purpose
        isMaker = event.isMaker
        quantity = event.quantity
        price = event.price
        fee = event.fee
        baseFee = event.baseFee
        realisedPnL = profit
        position = book.quantity
        entryPrice = book.entryPrice
        openTime = event.openTime
    }
}
