import Market
import Messages
import Stages

/// Keeps durable records in memory, the newest of each key, as the database does.
final class MemoryRecords: RecordSink {
    private enum Key: Hashable {
        case order(ClientOrderID)
        case fill(UInt64)
        case funding(SymbolID, UInt64)
        case account(SymbolID)
        case venueOrder(ClientOrderID)
        case venuePosition(SymbolID)
        case halt
        case day
    }

    private var keys: [Key] = []
    private(set) var records: [Record] = []

    func append(_ record: Record) {
        let key = Self.key(of: record)
        if let place = keys.firstIndex(of: key) {
            records[place] = record
        } else {
            keys.append(key)
            records.append(record)
        }
    }

    func commit(at time: Timestamp) {}

    private static func key(of record: Record) -> Key {
        switch record {
        case .order(let order): .order(order.intent.clientOrderID)
        case .fill(let fill): .fill(fill.fillID)
        case .funding(let payment): .funding(payment.symbol, payment.venueID)
        case .account(let account): .account(account.symbol)
        case .venueOrder(let order): .venueOrder(order.intent.clientOrderID)
        case .venuePosition(let position): .venuePosition(position.symbol)
        case .halt: .halt
        case .day: .day
        }
    }
}
