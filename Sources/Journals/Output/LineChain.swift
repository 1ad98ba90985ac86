import Sealing

/// Chains the lines of an output journal: each ends with `,"h":"<hash>"}`, the SHA-256 of the hash before
/// and of all that stands before this in the line.
///
/// What is hashed is plain text, so that any tool can do it again: the 64 hexadecimal digits of the hash
/// before (zeros for the first line), then the line up to its `,"h":`.
struct LineChain {
    /// What stands before the hash, which is the last member of a line's object, and what after it.
    static let mark = (before: Array(",\"h\":\"".utf8), after: Array("\"}".utf8))
    /// The hash of the last line.
    private(set) var last = ChainHash.seed

    private let sha = SHA256()
    private var digits: [UInt8] = []

    /// Adds a line's text without its hash, and answers that.
    mutating func add(_ text: UnsafeRawBufferPointer) -> ChainHash {
        last = hash(text, after: last)
        return last
    }

    /// The hash that a line would have after another.
    mutating func hash(_ text: UnsafeRawBufferPointer, after previous: ChainHash) -> ChainHash {
        digits.removeAll(keepingCapacity: true)
        previous.appendHex(to: &digits)
        digits.withUnsafeBytes { sha.update($0) }
        sha.update(text)
        return sha.finish()
    }

    /// An object, given without its closing brace, as a line of the journal.
    mutating func line(_ object: String) -> String {
        var object = object
        let hash = object.withUTF8 { add(UnsafeRawBufferPointer($0)) }
        return "\(object),\"h\":\"\(hash.hex)\"}\n"
    }
}
