import CSQLite
import Glibc
import Market
import Messages
import Stages
import Storage
import TestSupport
import Testing

@Suite struct RecordStoreTests {
    private let folder = TemporaryFolder()
    private var path: String { "\(folder.path)/executor.db" }

    private func store() throws -> RecordStore { try RecordStore(path, instruments: instruments) }

    @Test func `whatever was stored comes back exactly equal, the newest of each key`() throws {
        let seed: UInt64 = 9
        var random = RandomRecords(seed: seed)
        var expected: [(key: String, record: Record)] = []
        let writer = try store()
        for _ in 0..<40 {
            let batch = (0..<Int.random(in: 1...20, using: &random.random)).map { _ in random.next() }
            try writer.store(batch)
            for record in batch {
                let key = RandomRecords.key(record)
                if let place = expected.firstIndex(where: { $0.key == key }) {
                    expected[place].record = record
                } else {
                    expected.append((key, record))
                }
            }
        }
        let kinds = ["order", "fill", "funding", "position", "balance", "venueOrder", "venuePosition", "halt", "day"]
        let ordered = kinds.flatMap { kind in expected.filter { $0.key.hasPrefix("\(kind) ") }.map(\.record) }
        #expect(ordered.count == expected.count)
        #expect(try writer.load() == ordered, "seed \(seed)")
        #expect(try store().load() == ordered, "seed \(seed)")
    }

    @Test func `a file of the first schema is taken over, its fills without fees in the base asset`() throws {
        var fill = Fill()
        (fill.fillID, fill.venueID) = (3, 3)
        fill.symbol = SymbolID(0)
        try store().store([.fill(fill)])
        let database = try Database(path)
        for column in ["base_fee", "base_fee_e8"] { try database.execute("ALTER TABLE fills DROP COLUMN \(column)") }
        try dropReasons(from: database)
        try database.execute("UPDATE meta SET value = 1 WHERE key = 'schema'")
        #expect(try store().load() == [.fill(fill)])
        fill.baseFee = Quantity(raw: 7)
        try store().store([.fill(fill)])
        #expect(try store().load() == [.fill(fill)])
    }

    /// Takes what the third schema and the fourth added out again.
    private func dropReasons(from database: Database) throws {
        try dropVenueNumbers(from: database)
        try database.execute("ALTER TABLE halt DROP COLUMN asked_by")
        for table in ["orders", "venue_orders"] {
            for column in ["reason_found", "reason_limit"] {
                try database.execute("ALTER TABLE \(table) DROP COLUMN \(column)")
            }
        }
        try database.execute("ALTER TABLE venue_orders DROP COLUMN reason")
    }

    /// Takes what the fifth schema added out again.
    private func dropVenueNumbers(from database: Database) throws {
        try database.execute("DROP INDEX fills_at_venue")
        try database.execute("DROP TABLE funding")
        try database.execute("ALTER TABLE fills DROP COLUMN venue_id")
    }

    @Test func `in a file of the fourth schema the fills' numbers were the venue's`() throws {
        var fill = Fill()
        (fill.fillID, fill.venueID, fill.symbol) = (7, 40, SymbolID(0))
        try store().store([.fill(fill)])
        let database = try Database(path)
        try dropVenueNumbers(from: database)
        try database.execute("UPDATE meta SET value = 4 WHERE key = 'schema'")
        fill.venueID = 7
        #expect(try store().load() == [.fill(fill)])
    }

    @Test func `two pairs may have a venue's number, two fills of a pair may not`() throws {
        var fill = Fill()
        (fill.fillID, fill.venueID, fill.symbol) = (1, 900, SymbolID(0))
        let store = try store()
        try store.store([.fill(fill)])
        fill.fillID = 2
        #expect(throws: StorageError.self) { try store.store([.fill(fill)]) }
        fill.symbol = SymbolID(1)
        try store.store([.fill(fill)])
        #expect(try store.load().count == 2)
    }

    @Test func `a file of the second schema is taken over, its orders' reasons without figures`() throws {
        var order = OrderRecord(intent: OrderIntent(), status: .rejected, created: .zero)
        order.intent.symbol = SymbolID(0)
        order.reason = Reason(.quantityOffStep, found: 0.0015, limit: 0.001)
        var resting = VenueOrder(intent: order.intent, status: .cancelled, placed: .zero)
        resting.reason = Reason(.stopTouched, found: 1, limit: 2)
        try store().store([.order(order), .venueOrder(resting)])
        let database = try Database(path)
        try dropReasons(from: database)
        try database.execute("UPDATE orders SET reason = 'filter_violated'")
        try database.execute("UPDATE meta SET value = 2 WHERE key = 'schema'")
        order.reason = Reason(.priceOffTick)
        resting.reason = Reason()
        #expect(try store().load() == [.order(order), .venueOrder(resting)])
        order.reason = Reason(.priceOffTick, found: 64_000.05, limit: 0.1)
        try store().store([.order(order)])
        #expect(try store().load().first == .order(order))
    }

    @Test func `a file of the third schema is taken over, its halt by nobody`() throws {
        var halt = HaltRecord(halted: true, code: .personAsked, since: Timestamp(milliseconds: 5), by: "person")
        try store().store([.halt(halt)])
        #expect(try store().load() == [.halt(halt)])
        let database = try Database(path)
        try dropVenueNumbers(from: database)
        try database.execute("ALTER TABLE halt DROP COLUMN asked_by")
        try database.execute("UPDATE meta SET value = 3 WHERE key = 'schema'")
        halt.by = ShortLabel()
        #expect(try store().load() == [.halt(halt)])
    }

    @Test func `a batch that was not committed leaves nothing`() throws {
        let writer = try store()
        try writer.begin()
        try writer.append(.halt(HaltRecord(halted: true)))
        #expect(try store().load().isEmpty)
        try writer.rollBack()
        try writer.store([
            .halt(HaltRecord(halted: true, code: .dailyDrawdown, since: Timestamp(milliseconds: 5)))
        ])
        #expect(
            try store().load() == [
                .halt(HaltRecord(halted: true, code: .dailyDrawdown, since: Timestamp(milliseconds: 5)))
            ])
    }

    @Test func `the positions table reads as the document writes it`() throws {
        var account = Account()
        account.asset = "BTC"
        account.symbol = SymbolID(0)
        account.total = Quantity(raw: 150_000)
        account.entryPrice = Price(raw: 9_550_540_000_000)
        try store().store([.account(account)])
        let statement = try Database(path).prepare(
            "SELECT symbol, size, entry_price, status FROM positions WHERE status = 'open'")
        #expect(try statement.step())
        #expect(statement.text(at: 0) == "BTC/USDT" && statement.double(at: 1) == 0.0015)
        #expect(statement.double(at: 2) == 95505.4 && statement.text(at: 3) == "open")
    }

    @Test func `run and end are kept, the file is its owner's, and a newer schema is refused`() throws {
        let writer = try store()
        #expect(try writer.run() == nil && writer.endedAt() == nil)
        try writer.setRun(7)
        try writer.setEnd(Timestamp(milliseconds: 1_746_372_780_000))
        #expect(try store().run() == 7 && store().endedAt() == Timestamp(milliseconds: 1_746_372_780_000))
        var info = stat()
        stat(path, &info)
        #expect(info.st_mode & 0o777 == 0o600)
        try Database(path).execute("UPDATE meta SET value = 99 WHERE key = 'schema'")
        #expect(throws: StorageError.newerSchema(path: path, found: 99, known: RecordStore.schema)) {
            try store()
        }
    }

    @Test func `a file in use, a file that is no database and a stranger's symbol are named`() throws {
        let first = try store()
        let second = try store()
        try first.begin()
        #expect(throws: StorageError.busy(path: path)) { try second.begin() }
        try first.commit()
        try first.store([
            .venuePosition(
                VenuePosition(
                    symbol: SymbolID(2), position: Position(quantity: Quantity(1), entryPrice: Price(100)),
                    lastEventID: .max, lastFunding: .zero))
        ])
        let fewer = InstrumentTable(Array(instruments.instruments.prefix(2)))
        #expect(throws: StorageError.unknownSymbol(path: path, table: "venue_positions", symbol: "SOL/USDT"))
        {
            try RecordStore(path, instruments: fewer).load()
        }
        #expect(throws: StorageError.self) {
            try first.store([
                .venuePosition(
                    VenuePosition(
                        symbol: SymbolID(9), position: Position(), lastEventID: 0, lastFunding: .zero))
            ])
        }
        #expect(try first.load().count == 1)
        let noise = folder.write("noise.db", String(repeating: "no database at all ", count: 100))
        #expect(throws: StorageError.self) { try RecordStore(noise, instruments: instruments) }
    }

    @Test func `in a table that has grown in front each record is its pair's, whose place is another`() throws {
        var random = RandomRecords(seed: 49)
        try store().store((0..<200).map { _ in random.next() })
        let before = try store().load()
        var pair = instruments.instruments[0]
        pair.name = "XYZ/USDT"
        let longer = InstrumentTable([pair] + instruments.instruments.reversed())
        let after = try RecordStore(path, instruments: longer).load()
        #expect(after.count == before.count)
        for (old, new) in zip(before, after) {
            let name = Self.symbol(of: old).map { instruments.name($0) }
            #expect(Self.symbol(of: new).map { longer.name($0) } == name, "\(old) became \(new)")
        }
        #expect(before.contains { Self.symbol(of: $0).map { $0 != .none } ?? false })
    }

    /// The pair of a record that has one.
    private static func symbol(of record: Record) -> SymbolID? {
        switch record {
        case .order(let order): order.intent.symbol
        case .fill(let fill): fill.symbol
        case .funding(let payment): payment.symbol
        case .account(let account): account.symbol
        case .venueOrder(let order): order.intent.symbol
        case .venuePosition(let position): position.symbol
        case .halt, .day: nil
        }
    }

    @Test func `of a pair that is traded no more its profit, fees and event number count, and its rows stay`() throws {
        let store = try store()
        var account = Account()
        (account.asset, account.symbol) = ("SOL", SymbolID(2))
        (account.realisedPnL, account.fees) = (Money(-3), Money(2))
        var fill = Fill()
        (fill.fillID, fill.venueID, fill.symbol) = (9, 40, SymbolID(2))
        var numbered = Fill()
        numbered.fillID = 9
        var intent = OrderIntent()
        (intent.symbol, intent.clientOrderID) = (SymbolID(2), ClientOrderID(signal: "a", leg: 1))
        try store.store([
            .order(OrderRecord(intent: intent, status: .filled, created: .zero)), .fill(fill), .account(account),
            .venueOrder(VenueOrder(intent: intent, status: .filled, placed: .zero)),
            .venuePosition(
                VenuePosition(symbol: SymbolID(2), position: Position(), lastEventID: 11, lastFunding: .zero)),
        ])
        #expect(try store.openPairs().isEmpty)
        let fewer = InstrumentTable(Array(instruments.instruments.prefix(2)))
        account.asset = Account.formerPairs
        account.symbol = .none
        #expect(
            try RecordStore(path, instruments: fewer).load() == [
                .fill(numbered), .account(account),
                .venuePosition(
                    VenuePosition(symbol: .none, position: Position(), lastEventID: 11, lastFunding: .zero)),
            ])
        #expect(try store.load().count == 5)
    }

    @Test func `what is open is told by pair, whether a position or an order, with its leverage`() throws {
        let store = try store()
        var account = Account()
        (account.asset, account.symbol) = ("SOL", SymbolID(2))
        (account.total, account.entryPrice) = (Quantity(-2), Price(150))
        var intent = OrderIntent()
        (intent.symbol, intent.clientOrderID) = (SymbolID(0), ClientOrderID(signal: "a", leg: 1))
        try store.store([
            .account(account), .order(OrderRecord(intent: intent, status: .new, created: .zero)),
        ])
        try store.setLeverage(3, of: "SOL/USDT")
        let (btc, sol) = (instruments.name(SymbolID(0)), instruments.name(SymbolID(2)))
        let found = try store.openPairs()
        #expect(found.map(\.name) == [btc, sol] && found.map(\.quantity) == [.zero, Quantity(-2)])
        #expect(found.map(\.leverage) == [nil, 3] && found[1].entryPrice == Price(150))
        let none = InstrumentTable([])
        #expect(throws: StorageError.unknownSymbol(path: path, table: "orders", symbol: btc)) {
            try RecordStore(path, instruments: none).load()
        }
    }

    @Test func `the fills of this run are told from those of the runs before`() throws {
        let store = try store()
        func fill(_ number: UInt64) -> Record {
            var fill = Fill()
            (fill.fillID, fill.venueID, fill.symbol) = (number, number, SymbolID(0))
            return .fill(fill)
        }
        try store.setRun(1)
        #expect(try store.fillsBefore() == 0)
        try store.store([fill(4), fill(9)])
        try store.setRun(1)
        #expect(try store.fillsBefore() == 0)
        try store.setRun(2)
        try store.store([fill(11)])
        try store.setRun(2)
        #expect(try store.fillsBefore() == 9)
    }

    @Test func `what is committed survives a process that is killed`() async throws {
        let writer = try store()
        try writer.store([.day(DayRecord(day: 1, openingEquity: Money(10_000), peakEquity: Money(10_001)))])
        try writer.begin()
        try writer.append(.day(DayRecord(day: 2)))
        // A copy of the files as they lie on the disk now is what a kill leaves behind.
        for ending in ["", "-wal"] { folder.write("killed.db\(ending)", TemporaryFolder.raw(path + ending)) }
        try writer.rollBack()
        let survivor = try RecordStore("\(folder.path)/killed.db", instruments: instruments)
        #expect(
            try survivor.load() == [
                .day(DayRecord(day: 1, openingEquity: Money(10_000), peakEquity: Money(10_001)))
            ])
    }
}
