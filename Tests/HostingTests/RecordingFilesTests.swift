import Files
import Foundation
import Market
import Stages
import Testing
import TestSupport

@Suite struct RecordingFilesTests {
    private let folder = TemporaryFolder()
    private static let start = Timestamp(nanoseconds: 1_746_662_400_000_000_000)

    private func files(
        limit: Int = 1 << 20, put: @escaping (Int32, UnsafeRawBufferPointer) -> Int = { write($0, $1.baseAddress, $1.count) }
    ) throws -> RecordingFiles {
        try RecordingFiles(
            folder.path + "/a/um", names: ["BTCUSDT", "../ETH"], limit: limit,
            beginning: { name, _ in Array("\(name) begins\n".utf8) }, put: put)
    }

    private func append(_ text: String, to files: RecordingFiles, of index: Int = 0, after seconds: Int64 = 0) {
        Array(text.utf8).withUnsafeBytes {
            files.append($0, of: index, at: Self.start + TimeSpan(nanoseconds: seconds * 1_000_000_000))
        }
    }

    private var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/a/um"))?.sorted() ?? []
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path + "/a/um/" + name, encoding: .utf8)
    }

    @Test func `a day and a size begin a new file, and names sort by time`() throws {
        defer { folder.remove() }
        let files = try files(limit: 40)
        append("1 one\n", to: files)
        append("2 two\n3 three and more\n", to: files, after: 1)
        append("4 four\n", to: files, after: 2)
        append("5 five\n", to: files, after: 86_400)
        append("1 one\n", to: files, of: 1)
        #expect(names == [
            ".._ETH-20250508T000000.000Z.jsonl", "BTCUSDT-20250508T000000.000Z.jsonl",
            "BTCUSDT-20250508T000002.000Z.jsonl", "BTCUSDT-20250509T000000.000Z.jsonl",
        ])
        #expect(try text(names[1]) == "BTCUSDT begins\n1 one\n2 two\n3 three and more\n")
        #expect(try text(names[3]) == "BTCUSDT begins\n5 five\n")
        #expect(files.lines == 6 && files.lost == 0 && files.takeNotices().isEmpty)
        let modes = try (names.map { "/a/um/" + $0 } + ["/a", "/a/um"]).map {
            try #require(try FileManager.default.attributesOfItem(atPath: folder.path + $0)[.posixPermissions] as? Int)
        }
        #expect(modes == [0o600, 0o600, 0o600, 0o600, 0o700, 0o700])
    }

    @Test func `a second recording writes over nothing, though it begins at the same moment`() throws {
        defer { folder.remove() }
        for word in ["1 first\n", "1 second\n"] { append(word, to: try files()) }
        #expect(names == ["BTCUSDT-20250508T000000.000Z-2.jsonl", "BTCUSDT-20250508T000000.000Z.jsonl"])
        #expect(try text(names[0]) == "BTCUSDT begins\n1 second\n" && text(names[1]) == "BTCUSDT begins\n1 first\n")
    }

    @Test func `what a full disk doesn't take is left out in whole lines, told once and counted`() throws {
        defer { folder.remove() }
        var room = Int.max
        let files = try files { descriptor, bytes in
            guard room > 0 else {
                errno = ENOSPC
                return -1
            }
            let count = write(descriptor, bytes.baseAddress, min(room, bytes.count))
            room -= count
            return count
        }
        append("1 one\n", to: files)
        room = 9
        append("2 two\n3 three\n4 four\n", to: files)
        append("5 five\n", to: files)
        append("5 five\n", to: files, of: 1)
        #expect(try names.count == 1 && text(names[0]) == "BTCUSDT begins\n1 one\n2 two\n")
        #expect(files.lines == 2 && files.lost == 4)
        let told = files.takeNotices()
        #expect(told.count == 1 && told[0].contains("/a/um takes nothing: No space left on device"), "\(told)")
        room = .max
        append("6 six\n", to: files)
        #expect(try text(names[0]) == "BTCUSDT begins\n1 one\n2 two\n6 six\n")
        #expect(files.takeNotices() == ["the recording in \(files.folder) goes on; 4 lines are lost so far"])
    }

    @Test func `a folder that is taken away is told, and a file that is taken away begins anew`() throws {
        defer { folder.remove() }
        let files = try files()
        append("1 one\n", to: files)
        try FileManager.default.removeItem(atPath: files.folder + "/" + names[0])
        append("2 two\n", to: files, after: 1)
        #expect(try text(names[0]) == "BTCUSDT begins\n2 two\n")
        try FileManager.default.removeItem(atPath: files.folder)
        append("3 three\n", to: files, after: 2)
        #expect(files.lost == 1 && files.takeNotices().count == 1)
    }

    @Test func `a place that can't be written into is refused by its name`() throws {
        defer { folder.remove() }
        for place in ["/proc/strata", folder.path + "/file/um"] {
            try Data().write(to: URL(filePath: folder.path + "/file"))
            #expect {
                _ = try RecordingFiles(place, names: []) { _, _ in [] }
            } throws: { error in
                guard case .cannotWrite(let path, _)? = error as? HostError else { return false }
                return place.hasPrefix(path.hasSuffix("/") ? String(path.dropLast()) : path)
            }
        }
    }
}
