import Messages
import Stages
import Wire

extension RecordStore {
    /// All records, exactly as they were stored: by kind, and within it in the order in which each key
    /// came first.
    public func load() throws(StorageError) -> [Record] {
        var records: [Record] = []
        for row in try rows(of: OrderRecord.self) { records.append(.order(row)) }
        for row in try rows(of: Fill.self) { records.append(.fill(row)) }
        for row in try rows(of: PositionRow.self) { records.append(.account(row.account)) }
        for row in try rows(of: BalanceRow.self) { records.append(.account(row.account)) }
        for row in try rows(of: VenueOrder.self) { records.append(.venueOrder(row)) }
        for row in try rows(of: VenuePosition.self) { records.append(.venuePosition(row)) }
        for row in try rows(of: HaltRecord.self) { records.append(.halt(row)) }
        for row in try rows(of: DayRecord.self) { records.append(.day(row)) }
        return records
    }

    private func rows<Row: StoredRow>(of type: Row.Type) throws(StorageError) -> [Row] {
        let statement = try database.prepare(Row.selection)
        var rows: [Row] = []
        while try statement.step() {
            var row = Row.blank
            var reader = ColumnReader(statement, instruments)
            do throws(WireError) {
                try row.visit(with: &reader)
            } catch {
                throw storageError(error, table: Row.table)
            }
            rows.append(row)
        }
        return rows
    }

    private func storageError(_ error: WireError, table: String) -> StorageError {
        if case .unknownTopic(let symbol) = error {
            return .unknownSymbol(path: path, table: table, symbol: symbol)
        }
        return .badRow(path: path, table: table, why: "\(error)")
    }
}
