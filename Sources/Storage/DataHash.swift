import Glibc
import Sealing

/// A hash of recorded data: of each file's name and every byte of it as it lies on the disk.
public enum DataHash {
    /// The first 64 bits of a SHA-256. A file that can't be read counts by its name alone.
    public static func of(_ paths: [String]) -> UInt64 {
        let hash = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        for path in paths {
            let name = "\(path.split(separator: "/").last ?? ""):\(FileSize.bytes(path))\n"
            Array(name.utf8).withUnsafeBytes { hash.update($0) }
            add(path, to: hash, buffer)
        }
        return hash.finish().withBytes { $0.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
    }

    private static func add(_ path: String, to hash: SHA256, _ buffer: UnsafeMutableRawBufferPointer) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var found = stat()
        guard fstat(descriptor, &found) == 0, found.st_mode & S_IFMT == S_IFREG else { return }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
