import CLinux
import Glibc

/// The right to serve an ipc endpoint, held by one process: a second bind on a path would succeed
/// and steal it without a word. The kernel lets go of it when the process ends, however it ends.
public final class InstanceLock {
    /// The file that is locked, beside the socket. It stays: removing it would let two hold it.
    public let path: String
    private let descriptor: Int32

    /// Takes the lock for `endpoint`, or throws `endpointInUse` with the holder's process id.
    public init(path: String, for endpoint: String) throws(BusError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw .lastSystem("open", on: path) }
        guard Self.isLock(descriptor) else { throw .foreignLock(path) }
        var result: Int32
        repeat { result = flock(descriptor, LOCK_EX | LOCK_NB) } while result != 0 && errno == EINTR
        if result != 0 {
            // Thrown from here, `deinit` closes the descriptor.
            throw errno == EWOULDBLOCK
                ? .endpointInUse(endpoint, holder: Self.holder(descriptor)) : .lastSystem("flock", on: path)
        }
        writeHolder()
    }

    /// Whether somebody holds the lock of this file now; nothing is made or changed.
    public static func isHeld(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether a file is empty or holds a process id, as locks do; another program's "yarn.lock" stays whole.
    private static func isLock(_ descriptor: Int32) -> Bool {
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_size <= 16 else {
            return false
        }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return bytes.prefix(max(0, count)).allSatisfy { (48...57).contains($0) || $0 == 10 }
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var digits = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &digits, digits.count, 0)
        guard count > 0 else { return nil }
        return Int32(
            String(decoding: digits.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    // Only told to people: a failed write costs the process id in the message, not the lock.
    private func writeHolder() {
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }
}
