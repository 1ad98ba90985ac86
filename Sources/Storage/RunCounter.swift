import Glibc

/// A number in a file that each start raises: the run's, beside the state folders, and how often a process
/// was started in a run directory.
public struct RunCounter: Sendable {
    /// Path of the file.
    public let path: String

    /// - Parameter folder: where the file stands; it is made where it is missing.
    public init(in folder: String, named name: String = "run-counter") throws(StorageError) {
        try StateFolder.make(folder)
        path = "\(folder)/\(name)"
    }

    /// The number of the newest run; 0 before the first.
    public func current() throws(StorageError) -> UInt32 {
        guard access(path, F_OK) == 0 else { return 0 }
        let reader = try LineReader(path)
        let text = reader.next().map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard let number = UInt32(text) else { throw .badCounter(path: path, found: text) }
        return number
    }

    /// Raises the number, at least to `least`, and answers it once it is on the disk; where it need not
    /// outlive a power cut it is not waited for. Two starts at once get two numbers.
    public func raise(to least: UInt32 = 0, isDurable: Bool = true) throws(StorageError) -> UInt32 {
        let lock = Glibc.open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .cannotOpen(path: "\(path).lock", why: systemError()) }
        defer { Glibc.close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw .cannotOpen(path: "\(path).lock", why: systemError()) }
        let number = max(try current() + 1, least)
        try write("\(number)\n", isDurable)
        return number
    }

    /// Beside the old number, then in its place: a power cut leaves one of the two.
    private func write(_ text: String, _ isDurable: Bool) throws(StorageError) {
        let fresh = "\(path).new"
        let file = Glibc.open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotWrite(path: fresh, why: systemError()) }
        defer { Glibc.close(file) }
        let bytes = Array(text.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count, !isDurable || fsync(file) == 0,
            rename(fresh, path) == 0
        else {
            throw .cannotWrite(path: path, why: systemError())
        }
        if isDurable { try StateFolder.sync(parentOf: path) }
    }
}
