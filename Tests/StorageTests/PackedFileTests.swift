import Exchanges
import Glibc
import Market
import Storage
import TestSupport
import Testing

/// Archives, pipes and other things that stand where data should: read, or refused with a reason, never
/// waited for.
@Suite struct PackedFileTests {
    private let folder = TemporaryFolder()

    private func read(_ path: String) throws -> [Int] {
        var source = try CSVSource([path], parser: LineParser.klines(symbol: SymbolID(0), interval: .m1))
        return minutes(try source.all())
    }

    private func refusal(of path: String) -> String {
        do {
            return "read \(try read(path))"
        } catch { return "\(error)" }
    }

    @Test func `the one CSV of an archive is read, whatever lies beside it and whatever the file is called`() throws {
        let csv = ZipFile.Entry(name: "BTCUSDT-1m-2025-05.csv", bytes: Array(klineFile(0..<600).utf8))
        var stored = csv
        stored.isDeflated = false
        let others = ["", "__MACOSX/._BTCUSDT.csv", "folder/", ".hidden.csv", "README.txt"].filter { !$0.isEmpty }
            .map { ZipFile.Entry(name: $0, bytes: [], isDeflated: false) }
        for (name, entries) in [("a.zip", [csv]), ("b.csv", [stored]), ("c.zip", others + [csv])] {
            let path = folder.write(name, ZipFile(entries).bytes(in: folder))
            #expect(try read(path) == Array(0..<600), "\(name)")
        }
        let plain = folder.write("plain.zip", klineFile(0..<3))
        #expect(try read(plain) == [0, 1, 2])
    }

    @Test func `several CSVs, none, or one behind a password are refused`() {
        let csv = ZipFile.Entry(name: "a.csv", bytes: Array(klineFile(0..<3).utf8))
        var (second, secret, inner) = (csv, csv, csv)
        second.name = "B.CSV"
        secret.isEncrypted = true
        inner.name = "a.zip"
        for (entries, text) in [
            ([csv, second], "it holds 2 CSVs"), ([inner], "it holds 0 CSVs"), ([secret], "its CSV is encrypted"),
            ([], "it holds 0 CSVs"),
        ] {
            let path = folder.write("a.zip", ZipFile(entries).bytes(in: folder))
            #expect(refusal(of: path).contains(text), "\(refusal(of: path))")
        }
    }

    @Test func `an archive of one pair with another's candles is refused`() throws {
        let csv = ZipFile.Entry(name: "ETHUSDT-1m-2025-05.csv", bytes: Array(klineFile(0..<3).utf8))
        let other = folder.write("BTCUSDT-1m-2025-05.zip", ZipFile([csv]).bytes(in: folder))
        #expect(refusal(of: other).contains("its CSV is ETHUSDT-1m-2025-05.csv, of another pair"), "\(refusal(of: other))")
        #expect(try read(folder.write("ETHUSDT-1m.zip", ZipFile([csv]).bytes(in: folder))) == [0, 1, 2])
        #expect(try read(folder.write("may.zip", ZipFile([csv]).bytes(in: folder))) == [0, 1, 2])
    }

    @Test(arguments: [10, 5_000, 9_999_999])
    func `an archive that lies about its size is told, and what was whole is used`(_ stated: Int) throws {
        let text = klineFile(0..<600)
        let entry = ZipFile.Entry(name: "a.csv", bytes: Array(text.utf8), stated: stated)
        let path = folder.write("a.zip", ZipFile([entry]).bytes(in: folder))
        var source = try CSVSource([path], parser: LineParser.klines(symbol: SymbolID(0), interval: .m1))
        _ = try source.all()
        #expect(source.report.leftOut.cut == 1, "\(source.report)")
    }

    @Test(arguments: ["zip", "gz"])
    func `a bomb is refused before it fills the memory`(_ kind: String) {
        let line = Array(klineRows(0..<1)[0].utf8) + [10]
        let bytes = Array(repeating: line, count: (80 << 20) / line.count).flatMap { $0 }
        let path =
            kind == "gz"
            ? folder.write("a.csv.gz", bytes)
            : folder.write("a.zip", ZipFile([ZipFile.Entry(name: "a.csv", bytes: bytes)]).bytes(in: folder))
        #expect(refusal(of: path).contains("and more; expected recorded data"), "\(refusal(of: path))")
    }

    @Test func `an archive cut at any byte is told and crashes nothing`() {
        let whole = ZipFile("a.csv", klineFile(0..<100)).bytes(in: folder)
        for end in stride(from: 3, to: whole.count, by: 37) {
            let text = refusal(of: folder.write("a.zip", Array(whole[..<end])))
            #expect(text.contains("cannot open") && text.contains("a.zip"), "\(end): \(text)")
        }
        let seed: UInt64 = 4
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            var bytes = whole
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            _ = refusal(of: folder.write("a.zip", bytes))
        }
    }

    @Test func `what is no file of data is refused at once, with what it is`() {
        mkfifo("\(folder.path)/pipe.csv", 0o600)
        mkdir("\(folder.path)/folder.csv", 0o700)
        symlink("/dev/zero", "\(folder.path)/device.csv")
        symlink("\(folder.path)/nowhere", "\(folder.path)/dangling.csv")
        symlink("pipe.csv", "\(folder.path)/link.csv")
        for (name, text) in [
            ("pipe", "it is a pipe"), ("link", "it is a pipe"), ("folder", "it is a folder"),
            ("device", "it is a device"), ("dangling", "No such file"),
        ] {
            #expect(refusal(of: "\(folder.path)/\(name).csv").contains(text))
        }
        for (bytes, text) in [
            ([0x28, 0xB5, 0x2F, 0xFD], "packed by zstd"), ([0xFF, 0xFE, 0x6F, 0], "text in UTF-16"),
            (Array("PAR1".utf8), "a Parquet file"),
        ] as [([UInt8], String)] {
            #expect(refusal(of: folder.write("a.csv", bytes)).contains(text))
        }
        let target = folder.write("target.txt", klineFile(0..<3))
        symlink(target, "\(folder.path)/good.csv")
        #expect(refusal(of: "\(folder.path)/good.csv") == "read [0, 1, 2]")
    }

    @Test func `edited data of the same size is other data`() {
        let text = klineFile(0..<600)
        let path = folder.write("a.csv", text)
        let before = DataHash.of([path])
        #expect(DataHash.of([path]) == before)
        folder.write("a.csv", text.replacing(",16.5,", with: ",16.4,", maxReplacements: 1))
        #expect(DataHash.of([path]) != before)
        folder.write("a.csv", text)
        folder.write("b.csv", text)
        #expect(DataHash.of([path]) == before && DataHash.of(["\(folder.path)/b.csv"]) != before)
        #expect(DataHash.of([path, "\(folder.path)/b.csv"]) != DataHash.of(["\(folder.path)/b.csv", path]))
    }
}
