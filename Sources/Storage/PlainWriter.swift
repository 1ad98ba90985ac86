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
        var sent = 0
        while sent < bytes.count {
            let written = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
            if written >= 0 {
                sent += written
            } else if errno != EINTR {
                throw .cannotWrite(path: path, why: systemError())
            }
        }
    }

    func finish() throws(StorageError) {
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, why: systemError()) }
    }
}
