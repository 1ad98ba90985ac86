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

    @Test func `whole members of a gzip file are read on, as are zeros between and after them`() throws {
        let folder = TemporaryFolder()
        let one = TemporaryFolder.raw(folder.write("one.gz", "a\nb\n"))
        let two = TemporaryFolder.raw(folder.write("two.gz", (0..<90_000).map { "line \($0)\n" }.joined()))
        let zeros = [UInt8](repeating: 0, count: 200_000)
        for bytes in [one + two, two + one, one + zeros + two, one + two + zeros, one + one + two] {
            let (found, reader) = try lines(folder.write("joined", bytes))
            #expect(found.count == 90_002 + (bytes.count == 2 * one.count + two.count ? 2 : 0))
            #expect(reader.end == .whole && Set(found).isSuperset(of: ["a", "b", "line 89999"]))
        }
    }

    @Test func `what follows a member and is none, or a broken one, is told with its place`() throws {
        let folder = TemporaryFolder()
        let one = TemporaryFolder.raw(folder.write("one.gz", "a\nb\n"))
        let two = TemporaryFolder.raw(folder.write("two.gz", (0..<900).map { "line \($0)\n" }.joined()))
        var broken = two
        broken[two.count - 7] ^= 1
        let foreign = "what follows the packed data there is not packed by gzip"
        for (rest, place, why) in [
            (Array("garbage\n".utf8), one.count, foreign), ([0, 0, 7, 7], one.count + 2, foreign),
            ([7], one.count + 1, "it is cut short"), ([0x1F], one.count + 1, "it is cut short"),
            ([0x1F, 0x8B, 9, 9, 9], nil, "unknown compression method"),
            (Array(two.dropLast(9)), one.count + two.count - 9, "it is cut short"),
            (Array(two[..<5]), one.count + 5, "it is cut short"), (broken, nil, "incorrect data check"),
        ] as [([UInt8], Int?, String)] {
            let (found, reader) = try lines(folder.write("joined", one + rest))
            #expect(found.prefix(2) == ["a", "b"])
            guard case .broken(let byte, why) = reader.end else {
                #expect(Bool(false), "\(rest.prefix(9)): \(reader.end)")
                continue
            }
            #expect(place.map { Int64($0) == byte } ?? (byte > Int64(one.count)), "\(rest.prefix(9)): \(byte)")
        }
    }
}
