import Sealing
import Stages
import Storage

/// Walks an output journal and holds each line against the chain of hashes.
public struct OutputJournalVerifier {
    /// Lines that are looked through for one that should stand elsewhere.
    private static let reach = 1000

    private let path: String
    private var chain = LineChain()

    public init(path: String) { self.path = path }

    /// The number of lines, and the hash of the last one.
    /// - Throws: `data` for the first line that was changed, is missing, moved or cut, by its number.
    public mutating func verify() throws(HostError) -> (lines: Int, head: ChainHash) {
        let reader = try open()
        while let line = reader.next() {
            guard let parts = ChainedLine(line) else { throw damaged(reader.line, Self.hashless(reader)) }
            let previous = chain.last
            guard parts.ends(with: chain.add(parts.text)) else {
                throw damaged(reader.line, diagnosis(reader, after: previous))
            }
            guard reader.isTerminated else { throw damaged(reader.line, "it lacks its line end") }
        }
        guard reader.end == .whole else { throw damaged(reader.line + 1, "the file is damaged here") }
        guard reader.line > 0 else {
            throw .data("\(path) is empty: expected an output journal, as --journal writes it")
        }
        return (reader.line, chain.last)
    }

    private func open() throws(HostError) -> LineReader {
        do throws(StorageError) {
            return try LineReader(path)
        } catch {
            throw .cannotRead(path: path, why: error.description)
        }
    }

    private static func hashless(_ reader: LineReader) -> String {
        if !reader.isTerminated {
            return "it is cut; a kill in mid-write leaves this, and what is before is whole"
        }
        return reader.line == 1
            ? "it has no hash: this is no output journal, or an older build wrote it" : "its hash was changed"
    }

    /// What became of the line that should follow a hash, where another stands in its place.
    private mutating func diagnosis(_ reader: LineReader, after previous: ChainHash) -> String {
        let place = reader.line
        while reader.line < place + Self.reach, let line = reader.next() {
            guard let parts = ChainedLine(line) else { continue }
            if parts.ends(with: chain.hash(parts.text, after: previous)) {
                return "it was moved to line \(reader.line), or lines were put in before it"
            }
        }
        return "it was changed, or lines before it are missing: its hash does not fit"
    }

    private func damaged(_ line: Int, _ why: String) -> HostError {
        .data("\(path), line \(line): \(why)")
    }
}
