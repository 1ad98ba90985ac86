import Market

/// Which approval each child of an order used, read from the executor's books while they may be in use.
public struct StoredApprovals {
    /// One child order.
    public struct Row: Sendable {
        /// Its number among the orders of its signal.
        public let leg: Int
        /// "entry", "exit", "stop" …
        public let purpose: String
        /// Of the child, base asset.
        public let quantity: Quantity
        /// Of the whole approval, base asset; absent where none was needed.
        public let approved: Quantity
        /// Event time of its submission.
        public let created: Timestamp
    }

    /// The children of the first of these signals that the books at a path have, by leg.
    public static func rows(of signals: [String], in path: String) throws(StorageError) -> [Row] {
        let statement = try Database(path).prepare(
            "SELECT leg, purpose, qty_e8, approved_qty, approved_qty_e8, created FROM orders "
                + "WHERE signal_id = ? ORDER BY leg")
        for signal in signals {
            statement.bind(signal, at: 0)
            var rows: [Row] = []
            while try statement.step() { rows.append(row(statement)) }
            if !rows.isEmpty { return rows }
            statement.reset()
        }
        return []
    }

    private static func row(_ statement: Statement) -> Row {
        Row(
            leg: Int(statement.integer(at: 0)), purpose: statement.text(at: 1),
            quantity: Quantity(raw: statement.integer(at: 2)),
            approved: statement.isNull(at: 3) ? .absent : Quantity(raw: statement.integer(at: 4)),
            created: Timestamp(nanoseconds: statement.integer(at: 5)))
    }
}
