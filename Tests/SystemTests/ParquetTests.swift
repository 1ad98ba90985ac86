import Exchanges
import Foundation
import Market
import Storage
import Testing

/// Recorded data to Parquet and back: not a digit is lost.
@Suite(
    .serialized, .timeLimit(.minutes(5)),
    .enabled(if: Programs.hasParquet, "needs deploy/setup.sh --training")
)
struct ParquetTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func convert(_ from: String, _ to: String) throws -> Outcome {
        try run(Programs.path("strata"), ["data", "convert", from, to])
    }

    private func unpacked(_ path: String) throws -> String {
        let reader = try LineReader(path)
        var text = ""
        while let line = reader.next() { text += String(decoding: line, as: UTF8.self) + "\n" }
        return text
    }

    /// With a header and without one, futures' and spot's.
    @Test(arguments: [
        "klines/BTCUSDT-1m.csv.gz", "klines/SOLUSDT-1m.csv.gz", "ticks/um/ETHUSDT-trades.csv.gz",
        "ticks/spot/BTCUSDT-trades.csv.gz", "ticks/um/BTCUSDT-bookTicker.csv.gz",
    ])
    func `the samples come back as they were, byte for byte`(name: String) throws {
        defer { scratch.remove() }
        let sample = "\(DeployTests.root)/samples/\(name)"
        let stem = "\(scratch.path)/\(name.split(separator: "/").last!.dropLast(7))"
        #expect(try convert(sample, stem + ".parquet").status == 0)
        for back in [stem + ".csv", stem + ".csv.gz"] {
            #expect(try convert(stem + ".parquet", back).status == 0)
            #expect(try unpacked(back) == unpacked(sample))
        }
    }

    /// Figures that a binary float does not hold, and forms that are written in several ways.
    @Test func `figures are kept to the last digit, whatever they look like`() throws {
        defer { scratch.remove() }
        let header = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore"
        func text(_ price: String, _ volume: String) -> String {
            header + "\n" + (0..<3).map { "\(1_746_403_200_000 + $0 * 60_000),\(price),\(price),\(price),\(price),\(volume),,0,,,,\n" }.joined()
        }
        for (price, volume) in [
            ("0.00000001", "0.1"), ("92233720368.54775807", "123456789012.123456789"), ("95000.10000000001", "0.30000000000000004"),
            ("1", "1.0"), ("1.50", "0"), ("12345678.12345678", "99999999999999999999.5"), ("0.10", "7"),
        ] {
            let path = "\(scratch.path)/a-1m.csv"
            try Data(text(price, volume).utf8).write(to: URL(filePath: path))
            let there = try run(Programs.path("strata"), ["data", "convert", path, "\(scratch.path)/a.parquet", "--force"])
            let back = try run(Programs.path("strata"), ["data", "convert", "\(scratch.path)/a.parquet", "\(scratch.path)/b.csv", "--force"])
            #expect(there.status == 0 && back.status == 0, "\(there.output)\(back.output)")
            #expect(try String(contentsOfFile: "\(scratch.path)/b.csv", encoding: .utf8) == text(price, volume))
        }
    }

    /// A column whose figures are written in several ways comes back in one; a loader reads the same.
    @Test func `a mixed spelling is read as the same figures`() throws {
        defer { scratch.remove() }
        let path = "\(scratch.path)/BTCUSDT-1m.csv"
        let volumes = ["3515", "42843.0", "20648.30", "0.5"]
        let rows = volumes.enumerated().map {
            "\(1_746_403_200_000 + $0 * 60_000),3.214,3.3,3.206,3.21,\($1),\(1_746_403_259_999 + $0 * 60_000),1,2,3,4,0"
        }
        try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
        #expect(try convert(path, "\(scratch.path)/a.parquet").status == 0)
        #expect(try convert("\(scratch.path)/a.parquet", "\(scratch.path)/b.csv").status == 0)
        func events(_ path: String) throws -> [MarketEvent] {
            var source = try CSVSource([path], parser: .klines(symbol: SymbolID(0), interval: .m1))
            return try source.all()
        }
        #expect(try events(path).count == 4)
        #expect(try events("\(scratch.path)/b.csv") == events(path))
    }

    @Test func `what is no table of figures is refused, and nothing is left of it`() throws {
        defer { scratch.remove() }
        for (name, text) in [("a.csv", "no data\n"), ("b.csv", "a;b\n1;2\n"), ("c.csv", "a,a\n1,2\n"), ("d.csv", "1,2\n1\n")] {
            let path = "\(scratch.path)/\(name)"
            try Data(text.utf8).write(to: URL(filePath: path))
            let outcome = try convert(path, path + ".parquet")
            #expect(outcome.status == 1 && outcome.output.contains(name), "\(outcome.output)")
            #expect(!outcome.output.contains("Traceback") && outcome.output.split(separator: "\n").count == 1, "\(outcome.output)")
        }
        try Data("PAR1".utf8).write(to: URL(filePath: "\(scratch.path)/e.parquet"))
        #expect(try convert("\(scratch.path)/e.parquet", "\(scratch.path)/e.csv").status == 1)
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted()
        #expect(left == ["a.csv", "b.csv", "c.csv", "d.csv", "e.parquet"])
    }
}
