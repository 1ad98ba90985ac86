import Market
import Messages
import Stages
import Wire

/// The durable records of one process in a SQLite file. A batch is one transaction: when `commit`
/// returns, its records survive a power cut; before, none of them does.
public final class RecordStore {
    /// The newest schema that this build reads and writes.
    public static let schema = 5

    /// Path of the file.
    public let path: String
    let database: Database
    let instruments: InstrumentTable
    private var orders, fills, fundings, positions, balances, venueOrders, venuePositions: Statement
    private var halt, day: Statement
    private let beginning, ending, undoing: Statement
    /// Writes a line of `meta`.
    let noting: Statement

    /// Opens the file, or makes it with its tables.
    public init(_ path: String, instruments: InstrumentTable) throws(StorageError) {
        let database = try Database(path)
        try Self.makeTables(in: database)
        self.path = path
        self.database = database
        self.instruments = instruments
        orders = try database.prepare(OrderRecord.upsert)
        fills = try database.prepare(Fill.upsert)
        fundings = try database.prepare(FundingPayment.upsert)
        positions = try database.prepare(PositionRow.upsert)
        balances = try database.prepare(BalanceRow.upsert)
        venueOrders = try database.prepare(VenueOrder.upsert)
        venuePositions = try database.prepare(VenuePosition.upsert)
        halt = try database.prepare(HaltRecord.upsert)
        day = try database.prepare(DayRecord.upsert)
        beginning = try database.prepare("BEGIN IMMEDIATE")
        ending = try database.prepare("COMMIT")
        undoing = try database.prepare("ROLLBACK")
        noting = try database.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)")
    }

    /// Begins a batch.
    public func begin() throws(StorageError) { try beginning.run() }

    /// Replaces the record of the same key, or adds it.
    public func append(_ record: Record) throws(StorageError) {
        switch record {
        case .order(let order): try upsert(order, by: orders)
        case .fill(let fill): try upsert(fill, by: fills)
        case .funding(let payment): try upsert(payment, by: fundings)
        case .account(let account) where account.symbol != .none:
            try upsert(PositionRow(account: account), by: positions)
        case .account(let account): try upsert(BalanceRow(account: account), by: balances)
        case .venueOrder(let order): try upsert(order, by: venueOrders)
        case .venuePosition(let position): try upsert(position, by: venuePositions)
        case .halt(let record): try upsert(record, by: halt)
        case .day(let record): try upsert(record, by: day)
        }
    }

    /// Makes the batch durable.
    public func commit() throws(StorageError) { try ending.run() }

    /// Forgets the batch.
    public func rollBack() throws(StorageError) { try undoing.run() }

    /// All of these in one batch.
    public func store(_ records: [Record]) throws(StorageError) {
        try begin()
        do throws(StorageError) {
            for record in records { try append(record) }
            try commit()
        } catch {
            try rollBack()
            throw error
        }
    }

    private func upsert<Row: StoredRow>(_ row: Row, by statement: Statement) throws(StorageError) {
        var row = row
        var binder = ColumnBinder(statement, instruments)
        do throws(WireError) {
            try row.visit(with: &binder)
        } catch {
            throw .badRow(path: path, table: Row.table, why: "\(error)")
        }
        try statement.run()
    }
}
