import BinanceFeed
import Files
import Foundation
import Market
import Storage
import TestSupport
import Testing

@testable import Datasets

/// What a killed download leaves, and what the next one makes of it.
struct PartFileTests {
    private static let from = Timestamp(milliseconds: 1_746_403_200_000)
    private static let source = "http://127.0.0.1:1"
    private let folder = TemporaryFolder()

    private static func piece(_ kind: HistoryKind = .candles(.m1), minutes: Int64 = 60) -> DownloadPiece {
        DownloadPiece.all("BTCUSDT", kind, .um, from: from, to: from + .minutes(minutes))[0]
    }

    private static func row(_ minute: Int, _ kind: HistoryKind = .candles(.m1)) -> String {
        let time = from.milliseconds + Int64(minute) * 60_000
        switch kind {
        case .candles: return "\(time),1.5,2,1,1.5,10,\(time + 59_999),15,3,5,7.5,0\n"
        case .trades: return "\(minute + 7),1.5,10,1,2,\(time),true\n"
        case .funding: return "\(time),8,0.0001\n"
        }
    }

    private func open(_ kind: HistoryKind = .candles(.m1), source: String = source) throws -> PartFile {
        try PartFile(Self.piece(kind), in: folder.path, source: source)
    }

    private func append(_ rows: Range<Int>, to part: PartFile, _ kind: HistoryKind = .candles(.m1)) throws {
        let text = rows.map { Self.row($0, kind) }.joined()
        let time = Self.from + .minutes(Int64(rows.upperBound - 1))
        let id = kind == .trades ? Int64(rows.upperBound + 6) : 0
        try part.append(Array(text.utf8), count: rows.count, newest: HistoryPlace(time: time, id: id))
    }

    private func place(_ kind: HistoryKind = .candles(.m1), _ ending: String) -> String {
        "\(folder.path)/\(Self.piece(kind).folder)/\(Self.piece(kind).stem).csv\(ending)"
    }

    private func unpacked(_ path: String) throws -> String {
        let reader = try LineReader(path)
        var text = ""
        while let line = reader.next() { text += String(decoding: line, as: UTF8.self) + "\n" }
        #expect(reader.end == .whole)
        return text
    }

    @Test(arguments: [HistoryKind.candles(.m1), .trades, .funding])
    func `whatever byte a killed download stopped at, the next goes on behind the last whole row`(kind: HistoryKind) throws {
        let first = try open(kind)
        try append(0..<3, to: first, kind)
        let whole = try Data(contentsOf: URL(filePath: place(kind, ".part")))
        let head = "# fetched from \(Self.source)\n\(kind.header)\n"
        let wanted = kind.header + "\n" + (0..<5).map { Self.row($0, kind) }.joined()
        for end in 0...whole.count {
            let folder = TemporaryFolder()
            let path = "\(folder.path)/\(Self.piece(kind).folder)/\(Self.piece(kind).stem).csv.part"
            try FileBytes.makeFolder("\(folder.path)/\(Self.piece(kind).folder)")
            try whole.prefix(end).write(to: URL(filePath: path))
            let part = try PartFile(Self.piece(kind), in: folder.path, source: Self.source)
            let rows = whole.prefix(end).count { $0 == 10 } - 2
            #expect(part.count == max(0, rows), "\(end)")
            #expect(part.missing.after?.time == (rows > 0 ? Self.from + .minutes(Int64(rows - 1)) : nil))
            if end % 17 == 0 || end == whole.count {
                try append(max(0, rows)..<5, to: part, kind)
                try part.finish()
                #expect(try unpacked(part.path) == wanted, "\(end)")
                #expect(!FileBytes.exists(path))
            }
        }
        #expect(whole.starts(with: Data(head.utf8)))
    }

    @Test func `what does not follow, as a disk leaves it that lost its power, is cut off`() throws {
        let good = Self.row(0) + Self.row(1)
        for bad in [
            String(repeating: "\0", count: 200) + "\n", Self.row(1), Self.row(0), Self.row(2).replacing(",", with: ";"),
            Self.row(70), "x" + Self.row(2), "\n",
        ] {
            let folder = TemporaryFolder()
            try FileBytes.makeFolder("\(folder.path)/klines/um")
            let path = "\(folder.path)/klines/um/\(Self.piece().stem).csv.part"
            let head = "# fetched from \(Self.source)\n\(HistoryKind.candles(.m1).header)\n"
            try Data((head + good + bad + Self.row(2)).utf8).write(to: URL(filePath: path))
            let part = try PartFile(Self.piece(), in: folder.path, source: Self.source)
            #expect(part.count == 2 && FileBytes.size(path) == (head + good).utf8.count, "\(bad.debugDescription)")
        }
    }

    @Test func `what was begun elsewhere is not gone on with, nor what another download writes`() throws {
        var part: PartFile? = try open()
        try append(0..<3, to: try #require(part))
        #expect(throws: (any Error).self) { try open() }
        part = nil
        #expect { try open(source: "https://api.binance.com") } throws: { "\($0)".contains("is of another download") }
        #expect(try open().count == 3)
    }

    @Test func `a file that was killed while it was packed is packed anew`() throws {
        try append(0..<3, to: try open())
        try Data("half".utf8).write(to: URL(filePath: place(.candles(.m1), ".gz.part")))
        let part = try open()
        try part.finish()
        #expect(try unpacked(part.path).split(separator: "\n").count == 4)
        let left = FolderNames.all(in: "\(folder.path)/klines/um").filter { !$0.hasPrefix(".") }
        #expect(left == ["\(Self.piece().stem).csv.gz"])
    }

    @Test func `without a row there is no file`() throws {
        let part = try open()
        try part.finish()
        #expect(FolderNames.all(in: "\(folder.path)/klines/um").allSatisfy { $0.hasPrefix(".") })
    }
}
