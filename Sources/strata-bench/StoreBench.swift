import Glibc
import Market
import Messages
import Stages
import Storage

/// A durable order in the executor's store, beside what the disk takes by itself.
enum StoreBench {
    private static let singles = 300
    private static let batches = 200
    private static let batchSize = 100
    private static let groupGoal = 50_000.0

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(
            title: "A durable order: RecordStore (SQLite, WAL, FULL) beside write and fdatasync")
        var (ours, raw, grouped): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<options.pairs {
            let folder = try ScratchFolder(in: "var")
            raw.append(try syncs("\(folder.path)/raw"))
            let instruments = try SampleEvents.settings(.klines).instruments
            do {
                let store = try RecordStore("\(folder.path)/orders.sqlite", instruments: instruments)
                ours.append(try orders(store))
                grouped.append(try groups(store))
            } catch {
                throw .failed("\(error)")
            }
        }
        let allowed = zip(ours, raw).map { $0 / (2 * $1 + 100) }
        section.add("raw write and fdatasync p50", Figures.median(raw), "µs")
        section.add("durable order p50", Figures.median(ours), "µs")
        section.add("durable order / (2 fdatasync + 100 µs)", Figures.median(allowed), "×", .atMost(1))
        section.add(
            "durable orders, \(batchSize) a commit", Figures.median(grouped), "a second", .atLeast(groupGoal))
        section.notes = ["By pair: " + allowed.map(Figures.text).joined(separator: " ") + "."]
        return section
    }

    /// A page of a log appended and synced, µs.
    private static func syncs(_ path: String) throws(HostError) -> Double {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard file >= 0 else { throw .cannotWrite(path: path, why: String(cString: strerror(errno))) }
        defer { close(file) }
        let record = [UInt8](repeating: 7, count: 400)
        var times: [Double] = []
        for _ in 0..<singles {
            let began = Stopwatch.now()
            guard write(file, record, record.count) == record.count, fdatasync(file) == 0 else {
                throw .cannotWrite(path: path, why: String(cString: strerror(errno)))
            }
            times.append(Double(Stopwatch.now() - began) / 1000)
        }
        return Figures.median(times)
    }

    private static func order(_ number: Int) -> Record {
        var intent = OrderIntent()
        let name: LineText = "r1-BTCUSDT-\(number)-5m"
        intent.clientOrderID = ClientOrderID(signal: Label(clipping: name), leg: 1)
        (intent.symbol, intent.quantity) = (SymbolID(0), Quantity(raw: 300_000))
        intent.referencePrice = Price(raw: 9_512_010_000_000)
        intent.stopLoss = Price(raw: 9_421_050_000_000)
        let created = Timestamp(milliseconds: 1_746_374_459_999)
        return .order(OrderRecord(intent: intent, status: .pending, created: created))
    }

    private static func orders(_ store: RecordStore) throws(StorageError) -> Double {
        var times: [Double] = []
        for number in 0..<singles {
            let began = Stopwatch.now()
            try store.begin()
            try store.append(order(number))
            try store.commit()
            times.append(Double(Stopwatch.now() - began) / 1000)
        }
        return Figures.median(times)
    }

    private static func groups(_ store: RecordStore) throws(StorageError) -> Double {
        let began = Stopwatch.now()
        for batch in 0..<batches {
            try store.begin()
            for place in 0..<batchSize { try store.append(order(1_000_000 + batch * batchSize + place)) }
            try store.commit()
        }
        return Double(batches * batchSize) / (Stopwatch.milliseconds(since: began) / 1000)
    }
}
