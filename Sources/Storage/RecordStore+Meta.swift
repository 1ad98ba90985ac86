import Market
import Messages
import Stages

extension RecordStore {
    /// Makes what is missing; a file of a newer build is refused before anything is written, and one
    /// that has all is only read, so that a second process can look at it.
    static func makeTables(in database: Database) throws(StorageError) {
        let found = try hasMeta(database) ? try value(of: "schema", in: database) ?? 0 : 0
        guard found <= schema else {
            throw .newerSchema(path: database.path, found: Int(found), known: schema)
        }
        if found == schema { return }
        try database.execute("BEGIN IMMEDIATE")
        try database.execute("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL)")
        let creations = [
            OrderRecord.creation, Fill.creation, FundingPayment.creation, PositionRow.creation,
            BalanceRow.creation, VenueOrder.creation,
            VenuePosition.creation, HaltRecord.creation, DayRecord.creation,
        ]
        for creation in creations { try database.execute(creation) }
        if found == 1 { try addBaseFees(to: database) }
        if found == 1 || found == 2 { try addReasons(to: database) }
        if 1...3 ~= found { try addAsker(to: database) }
        if 1...4 ~= found { try addVenueNumbers(to: database) }
        try database.execute("CREATE UNIQUE INDEX IF NOT EXISTS fills_at_venue ON fills (symbol, venue_id)")
        try database.execute("INSERT OR REPLACE INTO meta VALUES ('schema', \(schema))")
        try database.execute("COMMIT")
    }

    /// Schema 2 keeps what a fee took from the bought asset; before, none did.
    private static func addBaseFees(to database: Database) throws(StorageError) {
        let absent = Quantity.absent.raw
        try database.execute("ALTER TABLE fills ADD COLUMN base_fee REAL")
        try database.execute(
            "ALTER TABLE fills ADD COLUMN base_fee_e8 INTEGER NOT NULL DEFAULT (\(absent))")
    }

    /// Schema 3 keeps the figures of why an order ended, and why one of the paper venue did.
    private static func addReasons(to database: Database) throws(StorageError) {
        try database.execute("UPDATE orders SET reason = 'price_off_tick' WHERE reason = 'filter_violated'")
        try database.execute("ALTER TABLE venue_orders ADD COLUMN reason TEXT NOT NULL DEFAULT 'none'")
        for table in ["orders", "venue_orders"] {
            try database.execute("ALTER TABLE \(table) ADD COLUMN reason_found REAL")
            try database.execute("ALTER TABLE \(table) ADD COLUMN reason_limit REAL")
        }
    }

    /// Schema 4 keeps who halted.
    private static func addAsker(to database: Database) throws(StorageError) {
        try database.execute("ALTER TABLE halt ADD COLUMN asked_by TEXT NOT NULL DEFAULT ''")
    }

    /// Schema 5 keeps the venue's number of a fill beside the account's; before, they were one.
    private static func addVenueNumbers(to database: Database) throws(StorageError) {
        try database.execute("ALTER TABLE fills ADD COLUMN venue_id INTEGER NOT NULL DEFAULT 0")
        try database.execute("UPDATE fills SET venue_id = fill_id")
    }

    private static func hasMeta(_ database: Database) throws(StorageError) -> Bool {
        try database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'").step()
    }

    /// Number of the run that wrote last; `nil` in a new file.
    public func run() throws(StorageError) -> UInt32? {
        try Self.value(of: "run", in: database).map { UInt32(truncatingIfNeeded: $0) }
    }

    /// Event time at which the last run ended; `nil` where none did.
    public func endedAt() throws(StorageError) -> Timestamp? {
        try Self.value(of: "ended_at", in: database).map { Timestamp(nanoseconds: $0) }
    }

    /// Notes whose file it is from now on. A place of an earlier run means nothing then.
    public func setRun(_ run: UInt32) throws(StorageError) {
        if try self.run() != run {
            try database.execute("DELETE FROM meta WHERE key = 'place'")
            try database.execute(
                "INSERT OR REPLACE INTO meta SELECT 'fills_before', COALESCE(MAX(fill_id), 0) FROM fills")
        }
        try set("run", Int64(run))
    }

    /// Number of the newest fill of the runs before the one whose file it is.
    public func fillsBefore() throws(StorageError) -> UInt64 {
        UInt64(bitPattern: try Self.value(of: "fills_before", in: database) ?? 0)
    }

    /// In lockstep: the newest round (step and round in one number) whose records are kept; `nil` where
    /// none of this run is.
    public func place(ofRun run: UInt32) throws(StorageError) -> UInt64? {
        guard try self.run() == run else { return nil }
        return try Self.value(of: "place", in: database).map { UInt64(bitPattern: $0) }
    }

    /// Notes the round with whose records the batch ends.
    public func setPlace(_ place: UInt64) throws(StorageError) { try set("place", Int64(bitPattern: place)) }

    /// Notes how far the run has come, durable.
    public func setEnd(_ time: Timestamp) throws(StorageError) { try set("ended_at", time.nanoseconds) }

    private static func value(of key: String, in database: Database) throws(StorageError) -> Int64? {
        let statement = try database.prepare("SELECT value FROM meta WHERE key = ?")
        statement.bind(key, at: 0)
        return try statement.step() ? statement.integer(at: 0) : nil
    }

    /// A number noted under a name; `nil` where none is.
    func value(_ key: String) throws(StorageError) -> Int64? { try Self.value(of: key, in: database) }

    /// Notes a number under a name.
    func note(_ key: String, _ value: Int64) throws(StorageError) {
        noting.bind(key, at: 0)
        noting.bind(value, at: 1)
        try noting.run()
    }

    private func set(_ key: StaticString, _ value: Int64) throws(StorageError) {
        noting.bind(key, at: 0)
        noting.bind(value, at: 1)
        try noting.run()
    }
}
