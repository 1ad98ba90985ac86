import Foundation
import TestSupport
import Testing

@testable import Datasets

struct ConversionTests {
    private let folder = TemporaryFolder()

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    @Test func `text is packed and unpacked to the last byte`() throws {
        var chance = SeededGenerator(seed: 3)
        for count in [0, 1, 65_535, 65_536, 262_144, 1_000_003] {
            let bytes = Data((0..<count).map { _ in UInt8.random(in: 43...57, using: &chance) })
            try bytes.write(to: URL(filePath: path("a.csv")))
            _ = try Conversion(path("a.csv"), to: path("a.csv.gz"), isForced: true).run(asJSON: false)
            _ = try Conversion(path("a.csv.gz"), to: path("b.csv"), isForced: true).run(asJSON: true)
            #expect(try Data(contentsOf: URL(filePath: path("b.csv"))) == bytes, "\(count)")
            let packed = try Data(contentsOf: URL(filePath: path("a.csv.gz")))
            _ = try Conversion(path("b.csv"), to: path("c.csv.gz"), isForced: true).run(asJSON: false)
            #expect(try Data(contentsOf: URL(filePath: path("c.csv.gz"))) == packed, "the same bytes give the same file")
        }
    }

    @Test func `a file that is broken becomes none`() throws {
        try Data("1,2\n3,4\n".utf8).write(to: URL(filePath: path("a.csv")))
        _ = try Conversion(path("a.csv"), to: path("a.csv.gz"), isForced: false).run(asJSON: false)
        let whole = try Data(contentsOf: URL(filePath: path("a.csv.gz")))
        try whole.dropLast(5).write(to: URL(filePath: path("cut.csv.gz")))
        let conversion = try Conversion(path("cut.csv.gz"), to: path("cut.csv"), isForced: false)
        #expect { try conversion.run(asJSON: false) } throws: { "\($0)".contains("cut.csv.gz") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.csv", "a.csv.gz", "cut.csv.gz"])
    }

    @Test func `nothing is written over, and nothing becomes itself`() throws {
        try Data("1\n".utf8).write(to: URL(filePath: path("a.csv")))
        try Data("2\n".utf8).write(to: URL(filePath: path("b.csv")))
        for (from, to, words) in [
            ("a.csv", "b.csv", "there already"), ("a.csv", "a.csv", "can't become itself"), ("a.csv", "b.txt", "no form"),
            ("c.csv", "d.csv", "there is nothing"), ("a.csv", "b.csv/c.csv", "no file can be made there"),
        ] {
            #expect { try Conversion(path(from), to: path(to), isForced: false) } throws: { "\($0)".contains(words) }
        }
    }
}
