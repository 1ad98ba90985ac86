import Glibc

/// Writes a new file as it is.
///
/// A class, since it owns an open file; used by one thread.
final class PlainWriter: ByteWriter {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(StorageError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        self.path = path
        guard descriptor >= 0 else { throw .cannotWrite(path: path, why: systemError()) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
        let failure = FullWrite.write(bytes, to: descriptor)
        guard failure == 0 else { throw .cannotWrite(path: path, why: String(cString: strerror(failure))) }
    }

    func finish() throws(StorageError) {
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, why: systemError()) }
    }
}
