import Glibc

/// The durable number of the run: raised by each start of the whole system, beside the state folders.
public struct RunCounter: Sendable {
    /// Path of the file.
    public let path: String

    /// - Parameter folder: where the state folders stand; it is made where it is missing.
    public init(in folder: String) throws(StorageError) {
        try StateFolder.make(folder)
        path = "\(folder)/run-counter"
    }

    /// The number of the newest run; 0 before the first.
    public func current() throws(StorageError) -> UInt32 {
        guard access(path, F_OK) == 0 else { return 0 }
        let reader = try LineReader(path)
        let text = reader.next().map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard let number = UInt32(text) else { throw .badCounter(path: path, found: text) }
        return number
    }

    /// Raises the number and answers it once it is on the disk. Two starts at once get two numbers.
    public func raise() throws(StorageError) -> UInt32 {
        let lock = Glibc.open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .cannotOpen(path: "\(path).lock", why: systemError()) }
        defer { Glibc.close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw .cannotOpen(path: "\(path).lock", why: systemError()) }
        let number = try current() + 1
        try write("\(number)\n")
        return number
    }

    /// Beside the old number, then in its place: a power cut leaves one of the two.
    private func write(_ text: String) throws(StorageError) {
        let fresh = "\(path).new"
        let file = Glibc.open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotWrite(path: fresh, why: systemError()) }
        defer { Glibc.close(file) }
        let bytes = Array(text.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0, rename(fresh, path) == 0
        else {
            throw .cannotWrite(path: path, why: systemError())
        }
        try StateFolder.sync(parentOf: path)
    }
}
