import CZlib
import Glibc

/// Reads a file line by line in constant memory, compressed by gzip or not.
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
        /// A line longer than `lineLimit`: no line at all.
        case endlessLine
    }

    /// Path of the file.
    public let path: String
    /// Number of the line that `next` gave last, from 1.
    public private(set) var line = 0
    /// Whether that line had its line end: only the last of a file may lack it.
    public private(set) var isTerminated = false
    /// Why `next` gives no more.
    public private(set) var end = End.whole

    private let file: gzFile
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var filled = 0
    private var isAtEnd = false

    public init(_ path: String) throws(StorageError) {
        errno = 0
        guard let file = gzopen(path, "rbe") else {
            throw .cannotOpen(path: path, why: errno == 0 ? "no memory left" : systemError())
        }
        self.path = path
        self.file = file
        gzbuffer(file, 1 << 17)
        buffer = .allocate(byteCount: 1 << 18, alignment: 1)
    }

    deinit {
        gzclose_r(file)
        buffer.deallocate()
    }

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
        line += 1
        self.isTerminated = isTerminated
        return bytes
    }

    /// Moves what is left to the front and reads on.
    private func fill() {
        if start > 0, let base = buffer.baseAddress {
            memmove(base, base + start, filled - start)
            filled -= start
            start = 0
        }
        if filled == buffer.count, !grow() { return }
        let free = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        let count = gzread(file, free.baseAddress, UInt32(free.count))
        if count > 0 { filled += Int(count) }
        if count <= 0 { finish() }
    }

    private func grow() -> Bool {
        guard buffer.count < Self.lineLimit else {
            end = .endlessLine
            isAtEnd = true
            filled = 0
            return false
        }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 1)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[0..<filled]))
        buffer.deallocate()
        buffer = larger
        return true
    }

    private func finish() {
        isAtEnd = true
        var code: Int32 = 0
        let text = gzerror(file, &code)
        guard code != Z_OK, code != Z_STREAM_END else { return }
        let why = code == Z_BUF_ERROR ? "it is cut short" : text.map { String(cString: $0) } ?? "code \(code)"
        end = .broken(atByte: Int64(gzoffset(file)), why: why)
    }
}
