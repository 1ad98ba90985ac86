import Market
import Messages

/// Something durable: a row of the process's database, replaced by a later one with the same key.
public enum Record: BitwiseCopyable, Sendable, Hashable {
    /// Key: client order id.
    case order(OrderRecord)
    /// Key: fill id.
    case fill(Fill)
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
