import Glibc

/// Reads a file line by line in constant memory, packed by gzip or zip or not; a file of no great size also
/// whole, to give its lines in any order.
///
/// A class, since it owns an open file; used by one thread.
public final class LineReader {
    /// A line may grow to this; a depth snapshot of 5000 levels has some 300 kB.
    static let lineLimit = 16 << 20

    /// How the data ended.
    public enum End: Equatable, Sendable {
        /// As it should.
        case whole
        /// A compressed file that is cut or damaged, at this byte of it.
        case broken(atByte: Int64, why: String)
        /// A compressed file that grows beyond what recorded data does.
        case tooLarge(why: String)
        /// A line longer than `lineLimit`: no line at all.
        case endlessLine
    }

    /// Path of the file.
    public let path: String
    /// Number of the line that `next` gave last, from 1.
    public var line: Int { number }
    /// Whether that line had its line end: only the last of a file may lack it.
    public var isTerminated: Bool { hasEnd }
    /// Why `next` gives no more.
    public var end: End { reason }

    // Private ones are reached without a check of exclusive access, which takes as long as the line.
    private var number = 0
    private var hasEnd = false
    private var reason = End.whole
    private let file: UnpackedFile
    private var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var start = 0
    private var filled = 0
    private var isAtEnd = false

    public init(_ path: String) throws(StorageError) {
        file = try UnpackedFile(path)
        self.path = path
        grow(to: 1 << 18)
    }

    deinit { free(buffer.baseAddress) }

    /// The next line without its line end; `nil` at the end. The bytes hold until the next call.
    public func next() -> UnsafeRawBufferPointer? {
        var searched = start
        while true {
            if let lineEnd = find(from: searched) { return take(upTo: lineEnd, isTerminated: true) }
            if isAtEnd { return start < filled ? take(upTo: filled, isTerminated: false) : nil }
            searched = filled - start
            fill()
            searched += start
        }
    }

    private func find(from place: Int) -> Int? {
        guard place < filled, let base = buffer.baseAddress,
            let found = memchr(base + place, 10, filled - place)
        else { return nil }
        return found - base
    }

    private func take(upTo lineEnd: Int, isTerminated: Bool) -> UnsafeRawBufferPointer {
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[start..<lineEnd])
        start = lineEnd + (isTerminated ? 1 : 0)
        number += 1
        hasEnd = isTerminated
        return bytes
    }

    /// Moves what is left to the front and reads on.
    private func fill() {
        if start > 0, let base = buffer.baseAddress {
            memmove(base, base + start, filled - start)
            filled -= start
            start = 0
        }
        if filled == buffer.count {
            guard buffer.count < Self.lineLimit else { return give(up: .endlessLine) }
            grow(to: buffer.count * 2)
        }
        readOn()
    }

    private func readOn() {
        do throws(UnpackedFile.Failure) {
            let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            filled += count
            if count == 0 { isAtEnd = true }
        } catch {
            isAtEnd = true
            switch error {
            case .broken(let byte, let why): reason = .broken(atByte: byte, why: why)
            case .tooLarge(let why): give(up: .tooLarge(why: why))
            }
        }
    }

    private func give(up why: End) {
        reason = why
        isAtEnd = true
        filled = start
    }

    private func grow(to count: Int) {
        guard let larger = realloc(buffer.baseAddress, count) else {
            fatalError("no memory for \(count) bytes of \(path)")
        }
        buffer = UnsafeMutableRawBufferPointer(start: larger, count: count)
    }
}

extension LineReader {
    /// Where the next line begins, in a file that is in memory whole.
    var place: Int { start }

    /// Takes all of the file into memory, before its first line is read; false where it has more bytes than
    /// the limit, and is read on line by line.
    func load(upTo limit: Int) -> Bool {
        while !isAtEnd {
            if filled == buffer.count {
                guard buffer.count < limit else { return false }
                grow(to: buffer.count * 2)
            }
            readOn()
        }
        return true
    }

    /// Goes to a line of a file that is in memory whole: where it begins, and how many stand before it.
    func go(to place: Int, after line: Int) {
        start = place
        number = line
    }
}
