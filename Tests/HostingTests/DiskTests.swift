@testable import Files
import Glibc
@testable import Journals
import Market
import Messages
import Stages
@testable import Storage
import Synchronization
import Telemetry
import TestSupport
import Testing

@Suite struct DiskTests {
    @Test func `too little room is told once each time, with folder and figures`() throws {
        let free = Mutex<UInt64>(100 << 20)
        var watch = DiskWatch("/var/strata", leastMebibytes: 32) { _ in free.withLock { $0 } }
        func told(_ mebibytes: UInt64) -> String? {
            free.withLock { $0 = mebibytes << 20 }
            return watch.check()
        }
        #expect(told(100) == nil && told(32) == nil)
        let text = try #require(told(31))
        #expect(text.contains("/var/strata has 31 MiB left, expected at least 32 MiB") && text.contains("make room"))
        #expect(told(10) == nil && told(33) == nil && told(31) == nil, "a little more is no room")
        #expect(told(48) == nil && told(30) != nil)
        var never = DiskWatch("/var/strata", leastMebibytes: 0) { _ in 0 }
        #expect(never.check() == nil)
        #expect(try #require(DiskWatch.free("/tmp")) > 0 && DiskWatch.free("/no/such/folder") == nil)
    }

    @Test func `records that SQLite has no room for are kept later, in their transaction, and the alarm rings until it is heard`()
        throws
    {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let store = try RecordStore("\(folder.path)/r.sqlite", instruments: InstrumentTable([]))
        var (waits, alarms): (Int, [Bool]) = (0, [])
        let still = StandStill(Log(process: "test", level: .error)) {
            waits += 1
            if waits == 3 { try? store.database.execute("PRAGMA max_page_count = 100000") }
        }
        still.alarm = { isFirst in
            alarms.append(isFirst)
            return alarms.count == 2
        }
        let records = StoredRecords(store, still)
        records.beginAnew()
        try store.database.execute("PRAGMA max_page_count = 1")
        let orders = (0..<200).map { number in
            var intent = OrderIntent()
            intent.clientOrderID = ClientOrderID(signal: Label(clipping: "signal-\(number)"), leg: 1)
            return Record.order(OrderRecord(intent: intent, status: .pending, created: Timestamp(milliseconds: 5)))
        }
        for order in orders { records.append(order) }
        records.commit(at: Timestamp(milliseconds: 7))
        #expect(waits == 3 && alarms == [true, false] && still.isHaltDue)
        #expect(try store.load().count == 200 && store.endedAt() == Timestamp(milliseconds: 7))
        records.append(.halt(HaltRecord(halted: true, code: .diskFull, since: .zero)))
        records.commit(at: Timestamp(milliseconds: 8))
        #expect(try store.load().count == 201)
    }

    @Test func `what is no fault of the disk is no reason to wait`() {
        let still = StandStill(Log(process: "test", level: .error)) { Issue.record("it waited") }
        #expect(throws: StorageError.self) { try still.keep { throw StorageError.busy(path: "x") } }
        #expect(!still.isHaltDue)
    }
}
