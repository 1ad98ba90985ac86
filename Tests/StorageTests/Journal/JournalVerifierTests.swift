import Glibc
import Storage
import TestSupport
import Testing

@Suite struct JournalVerifierTests {
    private let seed = UInt64.random(in: 0...UInt64.max)

    @Test func `a whole journal is verified, with its counts`() throws {
        let journal = try Journal(seed: seed, records: 60)
        let report = try journal.verify()
        #expect(report.records == 60 && report.first == 1 && report.last == 60, "seed \(seed)")
        #expect(report.segments == journal.segments.count && report.segments > 5, "seed \(seed)")
        #expect(try report.head.hex == journal.resume().writer.hash.hex)
        #expect(throws: JournalError.empty(folder: "/nowhere")) { try JournalVerifier(folder: "/nowhere").verify() }
    }

    @Test func `a flip of any byte is found, at its record or at the one that chains from it`() throws {
        let journal = try Journal(seed: seed, records: 24)
        var random = SeededGenerator(seed: seed)
        var first: UInt64 = 1
        for segment in journal.segments {
            let whole = TemporaryFolder.raw(segment)
            let records = Journal.records(of: whole)
            for place in whole.indices {
                var changed = whole
                changed[place] ^= UInt8.random(in: 1...255, using: &random)
                journal.overwrite(segment, changed)
                let index = records.firstIndex { $0.contains(place) } ?? 0
                let error = #expect(throws: JournalError.self) { try journal.verify() }
                #expect(error?.record == first + UInt64(index), "seed \(seed), \(segment), byte \(place)")
            }
            journal.overwrite(segment, whole)
            first += UInt64(records.count)
        }
        #expect(try journal.verify().records == 24)
    }

    @Test func `a refused segment is closed`() throws {
        let journal = try Journal(seed: seed, records: 12, segmentBytes: 1 << 20)
        let file = journal.segments[0]
        for length in 0..<56 {
            journal.overwrite(file, Array(TemporaryFolder.raw(file).prefix(length)))
            #expect(throws: JournalError.self) { try journal.verify() }
        }
        let open = TemporaryFolder.names("/proc/self/fd").compactMap {
            TemporaryFolder.destination("/proc/self/fd/\($0)")
        }
        #expect(!open.contains(file), "seed \(seed)")
    }

    @Test func `a removed, a repeated and two swapped records are told apart`() throws {
        let journal = try Journal(seed: seed, records: 12, segmentBytes: 1 << 20)
        let file = journal.segments[0]
        let whole = TemporaryFolder.raw(file)
        let records = Journal.records(of: whole)
        func expect(_ parts: [ArraySlice<UInt8>], _ record: Int, at offset: Int, _ fault: JournalFault) {
            journal.overwrite(file, Array(parts.joined()))
            let expected = JournalError.damaged(path: file, record: UInt64(record), offset: Int64(offset), fault)
            #expect(throws: expected, "seed \(seed)") { try journal.verify() }
        }
        for index in 1..<records.count - 1 {
            let (one, next) = (records[index], records[index + 1])
            let (before, after) = (whole[..<one.lowerBound], whole[next.upperBound...])
            let (number, found) = (index + 1, UInt64(index + 2))
            expect([before, whole[next], after], number, at: one.lowerBound, .missing(found: found))
            let moved = JournalFault.swapped(found: found, at: Int64(one.lowerBound + next.count))
            expect([before, whole[next], whole[one], after], number, at: one.lowerBound, moved)
            let again = JournalFault.swapped(found: found - 1, at: Int64(one.upperBound + one.count))
            expect([before, whole[one], whole[one], whole[next], after], number + 1, at: one.upperBound, again)
        }
        expect([whole[...], whole[records[0]]], records.count + 1, at: whole.count, .repeated(found: 1))
    }

    @Test func `a removed, renamed or foreign segment is named`() throws {
        let journal = try Journal(seed: seed, records: 60)
        let other = try Journal(seed: seed &+ 1, records: 60)
        let (second, third) = (journal.segments[1], journal.segments[2])
        let whole = TemporaryFolder.raw(second)
        let records = Journal.records(of: TemporaryFolder.raw(journal.segments[0])).count
        unlink(second)
        #expect(try #require(#expect(throws: JournalError.self) { try journal.verify() }).record == UInt64(records) + 1)
        journal.overwrite(second, TemporaryFolder.raw(third))
        #expect(try #require(#expect(throws: JournalError.self) { try journal.verify() }).record == UInt64(records) + 1)
        journal.overwrite(second, whole)
        // A chain of its own that is whole in itself.
        for segment in other.segments.dropLast() {
            journal.overwrite("\(journal.path)\(segment.dropFirst(other.path.utf8.count))", TemporaryFolder.raw(segment))
        }
        #expect(throws: JournalError.self) { try journal.verify() }
    }

    @Test func `a journal cut at any byte of an older segment is found, and one cut off its end is shorter`() throws {
        let journal = try Journal(seed: seed, records: 24)
        for segment in journal.segments {
            let whole = TemporaryFolder.raw(segment)
            let ends = Journal.records(of: whole).map(\.upperBound)
            let isNewest = segment == journal.segments.last
            for count in whole.indices {
                journal.overwrite(segment, Array(whole[..<count]))
                if isNewest, let records = ends.firstIndex(of: count) {
                    #expect(try journal.verify().last == 24 - UInt64(ends.count - records - 1), "seed \(seed), \(count) bytes")
                } else {
                    #expect(throws: JournalError.self, "seed \(seed), \(count) bytes of \(segment)") { try journal.verify() }
                }
            }
            journal.overwrite(segment, whole)
        }
    }
}
