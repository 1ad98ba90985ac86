import Glibc
import Storage
import TestSupport
import Testing

/// A journal in a folder of its own, and the bodies that were written into it.
struct Journal {
    let folder = TemporaryFolder()
    var path: String { "\(folder.path)/l2-tactic" }
    /// Bodies by number, from record 1 on.
    private(set) var bodies: [[UInt8]] = []

    /// Writes random records; a segment is begun wherever one is full.
    init(seed: UInt64, records: Int, segmentBytes: Int = 400, keepBytes: Int = 1 << 30) throws {
        var random = SeededGenerator(seed: seed)
        let writer = try JournalWriter(folder: path, segmentBytes: segmentBytes, keepBytes: keepBytes)
        while bodies.count < records {
            let body = random.bytes(upTo: 60)
            try writer.write(body, asSnapshot: bodies.isEmpty || writer.isSegmentFull)
            bodies.append(body)
        }
    }

    /// Paths of the segments from the oldest on.
    var segments: [String] { TemporaryFolder.names(path).sorted().map { "\(path)/\($0)" } }

    func verify() throws(JournalError) -> JournalReport { try JournalVerifier(folder: path).verify() }

    func resume() throws(JournalError) -> (writer: JournalWriter, tail: JournalTail?) {
        try JournalWriter.resume(folder: path, segmentBytes: 400, keepBytes: 1 << 30)
    }

    /// Replaces a file.
    func overwrite(_ path: String, _ bytes: [UInt8]) {
        folder.write(String(path.dropFirst(folder.path.utf8.count + 1)), bytes)
    }

    /// Where the records of a segment lie in its bytes.
    static func records(of bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var place = 56
        while place < bytes.count {
            let length = (0..<4).reduce(0) { $0 | Int(bytes[place + 8 + $1]) << (8 * $1) }
            ranges.append(place..<place + 16 + length + 32)
            place += 16 + length + 32
        }
        return ranges
    }
}

extension JournalWriter {
    func write(_ body: [UInt8], asSnapshot: Bool = false) throws(JournalError) {
        let error = body.withUnsafeBytes { bytes -> JournalError? in
            do throws(JournalError) {
                if asSnapshot { try beginSegment(snapshot: bytes) } else { try append(bytes) }
                return nil
            } catch { return error }
        }
        if let error { throw error }
    }
}

extension JournalTail {
    /// The bodies of the snapshot and the entries.
    func all() throws(JournalError) -> [[UInt8]] {
        var bodies = [snapshot]
        while let body = try next() { bodies.append(Array(body)) }
        return bodies
    }
}

extension SeededGenerator {
    mutating func bytes(upTo most: Int) -> [UInt8] {
        (0..<Int.random(in: 0...most, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}

extension JournalError {
    /// The record that is named, where one is damaged.
    var record: UInt64? {
        if case .damaged(_, let record, _, _) = self { record } else { nil }
    }

    var fault: JournalFault? {
        if case .damaged(_, _, _, let fault) = self { fault } else { nil }
    }
}
