import Engine
import Files
import Glibc
import Hosting
import Journals
import Market
import Messages
import Stages
import Storage
import TestSupport
import Testing

@Suite final class JournalAuditTests {
    private let scratch = TemporaryFolder()
    private var folder: String { scratch.path }
    private var path: String { "\(folder)/journal.jsonl" }

    /// The lines of an output journal of this many entries.
    private func lines(_ count: Int) -> [String] {
        let table = InstrumentTable([])
        let sink = MemorySink()
        let journal = OutputJournal(sink, table, run: 1, hashes: JournalHashes(configuration: 1, instruments: 2, data: 3))
        for place in 1...count {
            let time = Timestamp(milliseconds: Int64(place))
            let drift = try? RandomFields.message(.drift, seed: UInt64(place), symbols: 1)
            let frame = Frame(message: drift ?? .drift(Drift()), id: EventID(raw: UInt64(place)), causes: Causes(), time: time, rank: .l4Meta)
            journal.published(frame)
            journal.stepEnded(at: time)
        }
        return sink.text.split(separator: "\n").map(String.init)
    }

    private func damage(_ text: String) throws -> String? {
        let file = try FileSink(path: path)
        file.write(text)
        try file.flush()
        return try #require(try JournalAudit.verify(path).first).damage
    }

    @Test func `a whole output journal is verified, and any changed byte is found in its line`() throws {
        let lines = lines(4)
        let text = lines.joined(separator: "\n") + "\n"
        #expect(try damage(text) == nil)
        let finding = try #require(try JournalAudit.verify(path).first)
        #expect(finding.count == 5 && lines.last?.hasSuffix("\(finding.head)\"}") == true)
        let bytes = Array(text.utf8)
        for place in bytes.indices where bytes[place] != 10 {
            var changed = bytes
            changed[place] ^= 1
            // A line end in the middle makes two lines; the first of them is named.
            let line = bytes[..<place].count { $0 == 10 } + 1
            let found = try damage(String(decoding: changed, as: UTF8.self))
            #expect(found?.hasPrefix("\(path), line \(line): ") == true, "byte \(place): \(found ?? "nothing")")
        }
        for count in 1..<bytes.count {
            let cut = try damage(String(decoding: bytes[..<count], as: UTF8.self))
            #expect((cut == nil) == (bytes[count - 1] == 10), "\(count) bytes: \(cut ?? "nothing")")
        }
    }

    @Test func `missing, repeated and swapped lines are named`() throws {
        let lines = lines(6)
        func expect(_ order: [Int], _ line: Int, _ text: String) throws {
            let found = try damage(order.map { lines[$0] }.joined(separator: "\n") + "\n") ?? ""
            #expect(found.hasPrefix("\(path), line \(line): it was \(text)"), "\(order): \(found)")
        }
        try expect([0, 1, 3, 4, 5, 6], 3, "changed, or lines before it are missing")
        try expect([0, 1, 3, 2, 4, 5, 6], 3, "moved to line 4")
        try expect([0, 1, 2, 2, 3, 4, 5, 6], 4, "moved to line 5")
        try expect([1, 2, 3, 4, 5, 6], 1, "changed, or lines before it are missing")
    }

    @Test func `a state folder is verified journal by journal`() throws {
        for name in ["l2-tactic", "l3-strategy"] {
            let writer = try JournalWriter(folder: "\(folder)/\(name)", segmentBytes: 300, keepBytes: 1000)
            for place in 0..<20 {
                let body: [UInt8] = Array("record \(place)".utf8)
                try body.withUnsafeBytes { bytes in
                    if place == 0 || writer.isSegmentFull { try writer.beginSegment(snapshot: bytes) } else { try writer.append(bytes) }
                }
            }
        }
        let whole = try JournalAudit.verify(folder)
        #expect(whole.map(\.path) == ["\(folder)/l2-tactic", "\(folder)/l3-strategy"])
        #expect(whole.allSatisfy { $0.damage == nil && $0.first > 1 && $0.first + $0.count == 21 && $0.files > 1 })
        let oldest = try #require(FolderNames.all(in: whole[1].path).filter { $0.hasSuffix(".journal") }.min())
        let file = try FileBytes.read("\(whole[1].path)/\(oldest)")
        let sink = open("\(whole[1].path)/\(oldest)", O_WRONLY)
        var changed = file[file.count - 40] ^ 4
        pwrite(sink, &changed, 1, off_t(file.count - 40))
        close(sink)
        let found = try JournalAudit.verify(folder)
        #expect(found[0].damage == nil && found[1].damage?.contains(oldest) == true)
        #expect(throws: HostError.self) { try JournalAudit.verify("\(folder)/nothing") }
    }
}
