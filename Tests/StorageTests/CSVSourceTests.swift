import Exchanges
import Market
import Messages
import Storage
import TestSupport
import Testing

@Suite struct CSVSourceTests {
    private let folder = TemporaryFolder()

    private func source(_ paths: [String]) throws -> CSVSource {
        try CSVSource(paths, parser: LineParser.klines(symbol: SymbolID(0), interval: .m1))
    }

    @Test func `malformed lines are named by file, line and column, and nothing after them is lost`() throws {
        var rows = [header] + klineRows(0..<8)
        rows[3] = rows[3].replacing(",100.5,", with: ",0,")
        rows[5] = rows[1]
        rows[6] = String(rows[6].prefix(30))
        let path = folder.write("a.csv", rows.joined(separator: "\n") + "\n")
        var source = try source([path])
        #expect(minutes(try source.all()) == [0, 1, 3, 6, 7])
        #expect(source.report.skipped == 2 && source.report.leftOut.doubled == 1)
        #expect(source.report.errors.map(\.line) == [4, 6, 7, 8])
        #expect(
            source.report.lastLine == "3 of 8 lines of the data were left out: 2 can't be read, 1 doubled")
        #expect(
            source.report.errors[0].description
                == "\(path):4: open is \"0\"; expected a price above zero with at most 8 decimals")
        #expect(source.report.errors[2].problem == .wrongColumnCount(found: 5, expected: "12"))
        guard case .duplicate = source.report.errors[1].problem else { return #expect(Bool(false)) }
    }

    @Test func `a cut file gives every whole line and says that it is cut`() throws {
        let text = klineFile(0..<5)
        let path = folder.write("cut.csv", String(text.dropLast(20)))
        var source = try source([path])
        #expect(minutes(try source.all()) == [0, 1, 2, 3])
        guard case .cutLine? = source.report.errors.first?.problem else { return #expect(Bool(false)) }

        let packed = TemporaryFolder.raw(folder.write("whole.csv.gz", klineFile(0..<500)))
        let cut = folder.write("cut2.csv", Array(packed[..<(packed.count / 2)]))
        var other = try self.source([cut])
        let found = minutes(try other.all())
        #expect(found == Array(0..<found.count) && found.count > 50 && found.count < 500)
        guard case .cutFile(let byte, _)? = other.report.errors.last?.problem else {
            return #expect(Bool(false))
        }
        #expect(byte > 0 && byte <= Int64(packed.count / 2))
    }

    @Test func `a gap is named with its line, and the line is taken`() throws {
        let rows = [header] + klineRows(0..<3) + klineRows(7..<9) + klineRows(10..<11)
        let path = folder.write("gap.csv", rows.joined(separator: "\n") + "\n")
        var source = try source([path])
        #expect(minutes(try source.all()) == [0, 1, 2, 7, 8, 10])
        #expect(source.report.skipped == 0)
        #expect(
            source.report.errors.map(\.description) == [
                "\(path):5: open_time: 4 candles are missing after 2025-05-04T15:36:00.000Z; the line is taken",
                "\(path):7: open_time: 1 candle is missing after 2025-05-04T15:42:00.000Z; the line is taken",
            ])
    }

    @Test func `files are joined by their first candle, what overlaps once`() throws {
        let paths = [
            folder.write("BTCUSDT-1m-b.csv.gz", klineFile(5..<10)),
            folder.write("BTCUSDT-1m-a.csv", klineFile(0..<7)),
            folder.write("BTCUSDT-1m-c.csv", klineRows(10..<12).joined(separator: "\n")),
        ]
        var source = try source(paths)
        #expect(minutes(try source.all()) == Array(0..<12))
        #expect(source.report.skipped == 0 && source.report.leftOut.overlapping == 2)
    }

    @Test func `a file of another kind is refused by name`() {
        let path = folder.write("trades.csv", "id,price,qty,quote_qty,time,is_buyer_maker\n")
        #expect(
            throws: StorageError.refused(
                FeedError(
                    file: path, line: 1,
                    problem: .unknownLayout(
                        found: "id,price,qty,quote_qty,time,is_buyer_mak…",
                        expected: "6, 11 or 12 columns of candles, or a header with open_time, open, high, "
                            + "low, close, volume")))
        ) {
            try source([path])
        }
    }

    @Test func `a kline file cut at every byte never crashes and loses no whole line`() throws {
        let text = Array(klineFile(0..<4).utf8)
        for end in 0..<text.count {
            let path = folder.write("cut.csv", Array(text[..<end]))
            let wholeLines = text[..<end].count { $0 == 10 }
            guard var source = try? source([path]) else {
                #expect(wholeLines == 0)
                continue
            }
            let found = minutes(try source.all())
            #expect(found.count >= wholeLines - 1 && found == Array(0..<found.count))
        }
    }
}
