import CZlib
import Glibc

/// Writes a new file packed by gzip: the same bytes give the same file.
///
/// A class, since it owns an open file; used by one thread.
public final class GzipWriter {
    private static let chunk = 1 << 16

    private let path: String
    private let descriptor: Int32
    private let packed = UnsafeMutablePointer<UInt8>.allocate(capacity: chunk)
    /// At a place of its own: zlib keeps a pointer to it.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    /// Begins a file, or begins it anew.
    public init(_ path: String) throws(StorageError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        self.path = path
        stream.initialize(to: z_stream())
        // 15 bits of window, the largest, and 16 for gzip's own header and sum; memory as zlib has it.
        let code = deflateInit2_(
            stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "zlib can't begin: code \(code)")
        guard descriptor >= 0 else { throw .cannotWrite(path: path, why: systemError()) }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        packed.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    /// Packs bytes.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: base.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(bytes.count)
        try pack(Z_NO_FLUSH)
    }

    /// Ends the file, which is on the disk then.
    public func finish() throws(StorageError) {
        stream.pointee.avail_in = 0
        try pack(Z_FINISH)
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, why: systemError()) }
    }

    private func pack(_ flush: Int32) throws(StorageError) {
        repeat {
            stream.pointee.next_out = packed
            stream.pointee.avail_out = UInt32(Self.chunk)
            deflate(stream, flush)
            try push(Self.chunk - Int(stream.pointee.avail_out))
        } while stream.pointee.avail_out == 0
    }

    private func push(_ count: Int) throws(StorageError) {
        let failure = FullWrite.write(UnsafeRawBufferPointer(start: packed, count: count), to: descriptor)
        guard failure == 0 else { throw .cannotWrite(path: path, why: String(cString: strerror(failure))) }
    }
}
