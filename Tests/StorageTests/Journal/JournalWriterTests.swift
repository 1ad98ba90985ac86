import Glibc
import Storage
import TestSupport
import Testing

@Suite struct JournalWriterTests {
    private let seed = UInt64.random(in: 0...UInt64.max)

    @Test func `what was written is read back, the newest segment from its snapshot on`() throws {
        for records in [1, 2, 30, 200] {
            let journal = try Journal(seed: seed, records: records)
            let (writer, tail) = try journal.resume()
            let read = try #require(tail)
            #expect(writer.count == UInt64(records), "seed \(seed)")
            #expect(read.entryCount == records - Int(read.snapshotNumber), "seed \(seed)")
            #expect(try read.all() == Array(journal.bodies[(Int(read.snapshotNumber) - 1)...]), "seed \(seed)")
            try writer.write([1, 2, 3])
            #expect(try journal.verify().records == UInt64(records) + 1, "seed \(seed)")
        }
    }

    @Test func `a journal cut at any byte of its newest segment goes on after its last whole record`() throws {
        let journal = try Journal(seed: seed, records: 24)
        let newest = try #require(journal.segments.last)
        let whole = TemporaryFolder.raw(newest)
        let ends = Journal.records(of: whole).map(\.upperBound)
        for count in whole.indices.dropFirst(ends[0]) {
            journal.overwrite(newest, Array(whole[..<count]))
            let kept = ends.count { $0 <= count }
            let (writer, tail) = try journal.resume()
            #expect(tail?.tornBytes == count - ends[kept - 1], "seed \(seed), \(count) bytes")
            #expect(try tail?.all().count == kept, "seed \(seed), \(count) bytes")
            try writer.write([7])
            #expect(try journal.verify().last == writer.count, "seed \(seed), \(count) bytes")
        }
        for count in 0..<ends[0] {
            journal.overwrite(newest, Array(whole[..<count]))
            #expect(throws: JournalError.self, "seed \(seed), \(count) bytes") { try journal.resume() }
        }
    }

    @Test func `a flip of any byte of the newest segment stops the restart, and nothing is cut off`() throws {
        let journal = try Journal(seed: seed, records: 24)
        let newest = try #require(journal.segments.last)
        let whole = TemporaryFolder.raw(newest)
        var random = SeededGenerator(seed: seed)
        for place in whole.indices where !(24..<56).contains(place) {
            var changed = whole
            changed[place] ^= UInt8.random(in: 1...255, using: &random)
            journal.overwrite(newest, changed)
            #expect(throws: JournalError.self, "seed \(seed), byte \(place)") { try journal.resume() }
            #expect(TemporaryFolder.raw(newest) == changed, "seed \(seed), byte \(place)")
        }
    }

    @Test func `the oldest segments go, never the newest two, and the rest verifies`() throws {
        let journal = try Journal(seed: seed, records: 300, segmentBytes: 400, keepBytes: 2000)
        let report = try journal.verify()
        #expect(report.first > 1 && report.last == 300 && report.bytes < 2600, "seed \(seed)")
        let least = try Journal(seed: seed, records: 300, segmentBytes: 400, keepBytes: 0)
        #expect(least.segments.count == 2)
        #expect(try least.verify().last == 300)
    }

    @Test func `a new journal wants an empty folder, a segment and a body that fits`() throws {
        let journal = try Journal(seed: seed, records: 3)
        #expect(throws: JournalError.notEmpty(folder: journal.path)) {
            try JournalWriter(folder: journal.path, segmentBytes: 1, keepBytes: 1)
        }
        let other = "\(journal.folder.path)/other"
        journal.folder.write("other/0000000000000001.journal.new", "half a segment of a process that was killed")
        let (writer, tail) = try JournalWriter.resume(folder: other, segmentBytes: 1, keepBytes: 1)
        #expect(tail == nil && TemporaryFolder.names(other).isEmpty)
        #expect(throws: JournalError.noSegment(folder: other)) { try writer.write([1]) }
        try writer.write([], asSnapshot: true)
        let long = [UInt8](repeating: 0, count: 64 << 20 + 1)
        #expect(throws: JournalError.self) { try writer.write(long) }
        try writer.write([1])
        #expect(try JournalVerifier(folder: other).verify().records == 2)
    }

    /// The limit of a file's size ends a write in its middle at a byte, as a full disk does at a block.
    @Test func `a full disk at any byte costs no record that was there, and the next try goes on`() async {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            let journal = try Journal(seed: 11, records: 4, segmentBytes: 1 << 20)
            let body = [UInt8](repeating: 42, count: 200)
            let (writer, _) = try journal.resume()
            for room in 0..<248 {
                let size = TemporaryFolder.raw(journal.segments[0]).count
                let before = writer.count
                try limit(rlim_t(size + room))
                #expect(throws: JournalError.full(path: journal.segments[0], record: before + 1, bytes: 248)) {
                    try writer.write(body)
                }
                #expect(try writer.count == before && journal.verify().last == before, "\(room) bytes left")
                #expect(TemporaryFolder.raw(journal.segments[0]).count == size)
                #expect(throws: JournalError.self) { try writer.write(body + [UInt8](repeating: 1, count: size), asSnapshot: true) }
                #expect(journal.segments.count == 1)
                try limit(.max)
                try writer.write(body)
            }
            #expect(try journal.verify().last == 252)
        }
    }

    @Test(.enabled("mounting needs root") { geteuid() == 0 && access("/proc/self/ns/mnt", F_OK) == 0 })
    func `a really full disk stops the journal, and room makes it go on`() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            // A file system for this process alone, gone with it. Where that is forbidden the limit's test stands.
            guard ownMounts(), mount("none", "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0,
                mount("tmpfs", folder.path, "tmpfs", 0, "size=64k") == 0
            else { return }
            let writer = try JournalWriter(folder: "\(folder.path)/j", segmentBytes: 1 << 20, keepBytes: 0)
            folder.write("ballast", [UInt8](repeating: 0, count: 20_000))
            try writer.write([1], asSnapshot: true)
            let body = [UInt8](repeating: 42, count: 3000)
            let error = #expect(throws: JournalError.self) { while true { try writer.write(body) } }
            #expect(error == .full(path: "\(writer.folder)/0000000000000001.journal", record: writer.count + 1, bytes: 3048))
            #expect(writer.count > 5)
            #expect(try JournalVerifier(folder: writer.folder).verify().last == writer.count)
            #expect(throws: JournalError.self) { try writer.write(body + body + body, asSnapshot: true) }
            unlink("\(folder.path)/ballast")
            try writer.write(body, asSnapshot: true)
            try writer.write(body)
            #expect(try JournalVerifier(folder: writer.folder).verify().last == writer.count)
        }
    }

    @Test func `each error says what, where and what to do`() {
        let fault = JournalError.damaged(path: "j/0000000000000001.journal", record: 7, offset: 512, .missing(found: 9))
        #expect(
            fault.description
                == "j/0000000000000001.journal, byte 512, record 7: it is missing: record 9 stands in its place; "
                + "restore the file from a copy, or move the folder away and begin without it")
    }
}

/// Gives this process mounts of its own. Glibc's module doesn't show unshare(2).
private func ownMounts() -> Bool {
    typealias Unshare = @convention(c) (Int32) -> Int32
    guard let symbol = dlsym(nil, "unshare") else { return false }
    return unsafeBitCast(symbol, to: Unshare.self)(0x20000) == 0
}

/// The longest file that this process may write.
private func limit(_ bytes: rlim_t) throws {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = min(bytes, limit.rlim_max)
    guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { throw POSIXFailure() }
}

private struct POSIXFailure: Error {}
