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

    @Test func `the exchange's dumps are found by their own names and joined, the month and its days`() throws {
        let names = [
            "BTCUSDT-1m-2025-05.zip", "BTCUSDT-1m-2025-05-04.zip", "BTCUSDT-1m-2025-06.csv.zip", "BTCUSDT-1m.CSV.GZ",
        ]
        for (index, name) in names.enumerated() {
            let text = klineFile(index * 10..<(index * 10 + 15))
            let isZip = name.hasSuffix("zip")
            folder.write(name, isZip ? ZipFile("BTCUSDT-1m.csv", text).bytes(in: folder) : Array(text.utf8))
        }
        for name in ["BTCUSDT-15m-2025-05.zip", "BTCUSDT-1m-2025-05.zip.CHECKSUM", "BTCUSDT-aggTrades-2025-05-05.zip"] {
            folder.write(name, "")
        }
        let one = InstrumentTable(Array(instruments.instruments.prefix(1)))
        let data = DataFolder(folder.path)
        #expect(data.files(.klines(.m1), of: one[SymbolID(0)]).count == names.count)
        #expect(data.files(.aggTrades, of: one[SymbolID(0)]) == ["\(folder.path)/BTCUSDT-aggTrades-2025-05-05.zip"])
        var source = try data.source([.klines(.m1)], of: one)
        #expect(minutes(try source.all()) == Array(0..<45))
        #expect(source.report.leftOut.overlapping == 15 && source.report.leftOut.count == 15)
    }

    /// As data.binance.vision has it: zip archives, with a header on futures and without one on spot, whose times are
    /// microseconds since 2025.
    @Test(arguments: [MarketKind.um, .spot], ["", "data/"])
    func `the tree of the exchange's public dumps is read as it is`(market: MarketKind, front: String) throws {
        let root = "\(front)\(market == .spot ? "spot" : "futures/um")"
        func write(_ place: String, _ name: String, _ minutes: Range<Int>) {
            var lines = klineFile(minutes).split(separator: "\n").map(String.init)
            if market == .spot {
                lines = lines.filter { $0.first?.isNumber == true }.map { line in
                    var columns = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                    columns[0] += "000"
                    columns[6] += "999"
                    return columns.joined(separator: ",")
                }
            }
            let text = lines.joined(separator: "\n") + "\n"
            folder.write("\(root)/\(place)/\(name).zip", ZipFile("\(name).csv", text).bytes(in: folder))
            folder.write("\(root)/\(place)/\(name).zip.CHECKSUM", "00  \(name).zip\n")
        }
        write("monthly/klines/BTCUSDT/1m", "BTCUSDT-1m-2025-05", 0..<20)
        write("daily/klines/BTCUSDT/1m", "BTCUSDT-1m-2025-06-01", 15..<30)
        write("daily/klines/BTCUSDT/5m", "BTCUSDT-5m-2025-06-01", 0..<5)
        write("daily/klines/ETHUSDT/1m", "ETHUSDT-1m-2025-06-01", 0..<5)
        var own = instruments[SymbolID(0)]
        own.market = market
        var source = try DataFolder(folder.path).source([.klines(.m1)], of: InstrumentTable([own]))
        #expect(minutes(try source.all()) == Array(0..<30))
        #expect(source.report.leftOut.count == 5 && source.report.leftOut.overlapping == 5)
        let trades = folder.write("\(root)/daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2025-06-01.csv", "")
        #expect(DataFolder(folder.path).files(.aggTrades, of: own) == [trades])
    }

    @Test func `a candle's line is found in any layout`() throws {
        let path = folder.write(
            "BTCUSDT-1m.csv", "\u{FEFF}date;open;high;low;close;volume\r\n2025-05-04 15:33;1;1;1;1;1\r\n2025-05-04 15:34;1;1;1;1;1\r\n")
        let found = try CandleFinder.find(
            openTime: Timestamp(milliseconds: 1_746_372_840_000), .m1, of: instruments[SymbolID(0)],
            in: DataFolder(folder.path))
        #expect(found?.file == path && found?.line == 3)
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
