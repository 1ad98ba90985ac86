import FeedHandler
import Market
import Storage
import TestSupport
import Testing

@Suite struct DataFolderTests {
    private let folder = TemporaryFolder()

    @Test func `files are found in each of the layouts, and only the symbol's own`() throws {
        let layouts = [
            ["BTCUSDT-1m.csv.gz"], ["klines/BTCUSDT-1m-2025-05.csv", "klines/BTCUSDT-1m-2025-06.csv.gz"],
            ["klines/um/BTCUSDT/1m_2025-05-04_2025-06-24.csv.gz"], ["BTCUSDT/BTCUSDT-1m-2025-05.csv"],
        ]
        for layout in layouts {
            let folder = TemporaryFolder()
            for name in layout + ["BTCUSDT-15m.csv", "BTCUSDTX-1m.csv", "ETHUSDT-1m.csv", "BTCUSDT-1m.txt"] {
                folder.write(name, klineFile(0..<2))
            }
            let found = DataFolder(folder.path).files(.klines(.m1), of: instruments[SymbolID(0)])
            #expect(found == layout.map { "\(folder.path)/\($0)" })
        }
        folder.write("ticks/um/BTCUSDT-trades.csv.gz", "")
        folder.write("ticks/um/BTCUSDT-bookTicker.csv.gz", "")
        folder.write("recordings/um/BTCUSDT_2024-08-08T2354.jsonl.gz", "")
        let data = DataFolder(folder.path)
        #expect(data.files(.trades, of: instruments[SymbolID(0)]).count == 1)
        #expect(data.files(.bookTicker, of: instruments[SymbolID(0)]).count == 1)
        #expect(data.files(.recordings, of: instruments[SymbolID(0)]).count == 1)
        #expect(data.files(.aggTrades, of: instruments[SymbolID(0)]).isEmpty)
    }

    @Test func `all symbols come as one source; one without data is an error that names it`() throws {
        folder.write("klines/BTCUSDT-1m.csv.gz", klineFile(0..<3))
        folder.write("klines/ETHUSDT-1m.csv.gz", klineFile(1..<3, price: 50))
        let two = InstrumentTable(Array(instruments.instruments.prefix(2)))
        var source = try DataFolder(folder.path).source([.klines(.m1)], of: two)
        #expect(try source.all().map(\.message.symbol.int) == [0, 0, 1, 0, 1])
        #expect(
            throws: StorageError.noData(folder: folder.path, symbol: "SOLUSDT", expected: "SOLUSDT-1m.csv.gz")
        ) {
            _ = try DataFolder(folder.path).source([.klines(.m1)], of: instruments)
        }
    }
}
