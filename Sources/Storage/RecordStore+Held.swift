import Market
import Messages
import Stages

/// A pair of which the kept books hold something.
public struct OpenPair: Sendable, Hashable {
    /// "ETH/USDT".
    public let name: String
    /// What is held, base asset, negative where short; zero where only an order is open.
    public let quantity: Quantity
    /// Average entry price, USDT.
    public let entryPrice: Price
    /// Leverage with which the last run traded it; `nil` where a build before this one did.
    public let leverage: Int?
}

/// What a person asks of the books while nothing runs on them.
extension RecordStore {
    /// The pairs of which a position or an order is open, by name, whatever the instrument table has.
    public func openPairs() throws(StorageError) -> [OpenPair] {
        let statement = try database.prepare(
            """
            SELECT symbol, MAX(size), MAX(price) FROM (
              SELECT symbol, size_e8 AS size, entry_price_e8 AS price FROM positions WHERE size_e8 <> 0
              UNION ALL SELECT symbol, size_e8, entry_price_e8 FROM venue_positions WHERE size_e8 <> 0
              UNION ALL SELECT symbol, NULL, NULL FROM orders WHERE status IN (\(Self.openStatuses))
              UNION ALL SELECT symbol, NULL, NULL FROM venue_orders WHERE status IN (\(Self.openStatuses))
            ) GROUP BY symbol ORDER BY symbol
            """)
        var pairs: [OpenPair] = []
        while try statement.step() {
            let name = statement.text(at: 0)
            pairs.append(
                OpenPair(
                    name: name, quantity: Quantity(raw: statement.integer(at: 1)),
                    entryPrice: Price(raw: statement.integer(at: 2)),
                    leverage: try value("leverage \(name)").map { Int(clamping: $0) }))
        }
        return pairs
    }

    private static let openStatuses = OrderStatus.allCases.filter { !$0.isFinal }
        .map { "'\($0.name)'" }.joined(separator: ", ")

    /// Notes with which leverage each pair is traded from now on: a pair that is taken out of the safe list
    /// while it is held keeps it.
    public func setLeverage(_ leverage: Int, of pair: String) throws(StorageError) {
        try note("leverage \(pair)", Int64(leverage))
    }

    /// Whether trading was halted when these records were written, since when and why.
    public func keptHalt() throws(StorageError) -> HaltRecord? {
        try rows(of: HaltRecord.self).last
    }
}
