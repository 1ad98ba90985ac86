import Storage
import TestSupport
import Testing

@Suite struct LineReaderTests {
    private func lines(_ path: String) throws -> (lines: [String], reader: LineReader) {
        let reader = try LineReader(path)
        var lines: [String] = []
        while let line = reader.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        return (lines, reader)
    }

    @Test(arguments: ["plain.csv", "packed.csv.gz"])
    func `lines of any length come whole, the last without its end too`(_ name: String) throws {
        let folder = TemporaryFolder()
        let long = String(repeating: "x", count: 700_000)
        let path = folder.write(name, "a\n\n\(long)\nlast")
        let (found, reader) = try lines(path)
        #expect(found == ["a", "", long, "last"])
        #expect(reader.line == 4 && !reader.isTerminated && reader.end == .whole)
        #expect(try lines(folder.write("empty-\(name)", "")).lines.isEmpty)
    }

    @Test func `a missing file is an error that names it`() {
        #expect(throws: StorageError.cannotOpen(path: "/nowhere/a.csv", why: "No such file or directory")) {
            try LineReader("/nowhere/a.csv")
        }
    }

    @Test func `a compressed file cut at any byte gives whole lines and says where it broke`() throws {
        let folder = TemporaryFolder()
        let whole = (0..<200).map { "line \($0 &* 2_654_435_761 % 977)" }
        let bytes = TemporaryFolder.raw(folder.write("a.gz", whole.joined(separator: "\n") + "\n"))
        for end in stride(from: 20, to: bytes.count, by: 7) {
            let path = folder.write("cut", Array(bytes[..<end]))
            let (found, reader) = try lines(path)
            let complete = reader.isTerminated ? found : found.dropLast()
            #expect(Array(complete) == Array(whole.prefix(complete.count)))
            guard case .broken(let byte, _) = reader.end else {
                return #expect(Bool(false), "cut at \(end) unseen")
            }
            #expect(byte <= Int64(end))
        }
    }
}
