import Messages
import Stages
import Wire

extension RecordStore {
    /// All records, exactly as they were stored: by kind, and within it in the order in which each key
    /// came first.
    ///
    /// A pair that the instrument table hasn't any more is history: its rows stay in the file, and of them
    /// come only what its profit and fees were, as an account row of `Account.formerPairs`, the numbers of
    /// its fills, and how far the venue had numbered its events. One of which something is open is an error.
    public func load() throws(StorageError) -> [Record] {
        var records: [Record] = []
        for row in try rows(of: OrderRecord.self) { records.append(.order(row)) }
        for row in try rows(of: Fill.self) { records.append(.fill(row)) }
        for row in try rows(of: FundingPayment.self) { records.append(.funding(row)) }
        for row in try rows(of: PositionRow.self) { records.append(.account(row.account)) }
        for row in try rows(of: BalanceRow.self) { records.append(.account(row.account)) }
        for row in try rows(of: VenueOrder.self) { records.append(.venueOrder(row)) }
        for row in try rows(of: VenuePosition.self) { records.append(.venuePosition(row)) }
        for row in try rows(of: HaltRecord.self) { records.append(.halt(row)) }
        for row in try rows(of: DayRecord.self) { records.append(.day(row)) }
        return records
    }

    func rows<Row: StoredRow>(of type: Row.Type) throws(StorageError) -> [Row] {
        let statement = try database.prepare(Row.selection)
        var rows: [Row] = []
        while try statement.step() {
            var row = Row.blank
            var reader = ColumnReader(statement, instruments)
            do throws(WireError) {
                try row.visit(with: &reader)
            } catch {
                throw .badRow(path: path, table: Row.table, why: "\(error)")
            }
            guard let pair = reader.formerPair else {
                rows.append(row)
                continue
            }
            guard !row.isOpen else {
                throw .unknownSymbol(path: path, table: Row.table, symbol: pair)
            }
            if let history = row.history { rows.append(history) }
        }
        return rows
    }
}
