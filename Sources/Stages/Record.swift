import Market
import Messages

/// Something durable: a row of the process's database, replaced by a later one with the same key.
public enum Record: BitwiseCopyable, Sendable, Hashable {
    /// Key: client order id.
    case order(OrderRecord)
    /// Key: fill id; and no two of a symbol have the same venue id.
    case fill(Fill)
    /// Key: symbol and the venue's number.
    case funding(FundingPayment)
    /// Key: asset. Balances and positions.
    case account(Account)
    /// Key: client order id. An order as the paper venue holds it.
    case venueOrder(VenueOrder)
    /// Key: symbol. A position as the paper venue holds it.
    case venuePosition(VenuePosition)
    /// Key: none, one row. The kill switch.
    case halt(HaltRecord)
    /// Key: none, one row. What the risk manager knows of the day.
    case day(DayRecord)
}
