import Glibc
import Market
import Sealing
import Stages

/// A small file that only its owner can read: where secrets may lie.
enum PrivateFile {
    private static let largest = 1 << 14

    /// Its bytes; `nil` where there is none. The caller wipes them. A link, somebody else's file and one that
    /// others can read are refused by name.
    ///
    /// - Parameters:
    ///   - what: what a person calls it, as in "the key".
    ///   - isCredential: whether systemd hands it over: such a file belongs to root, and is open to the
    ///     service's user by a list of its own.
    ///   - cure: what to do about a secret that others may have read.
    static func read(
        _ path: String, named what: String, isCredential: Bool = false,
        cure: String = "make new keys at the exchange"
    ) throws(HostError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else {
            guard errno != ENOENT else { return nil }
            let why = errno == ELOOP ? "it is a link; expected a file" : String(cString: strerror(errno))
            throw .configuration("can't read \(what) \(ForeignText.shown(path)): \(why)")
        }
        defer { close(file) }
        var info = stat()
        guard fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
            throw .configuration("\(what) \(ForeignText.shown(path)) is no plain file")
        }
        guard info.st_uid == geteuid() || isCredential && info.st_uid == 0 else {
            throw .configuration(
                "\(what) \(ForeignText.shown(path)) belongs to user \(info.st_uid), not to this one")
        }
        guard info.st_mode & (isCredential ? 0o007 : 0o077) == 0 else {
            throw .configuration(
                "\(what) \(ForeignText.shown(path)) has mode 0\(String(info.st_mode & 0o777, radix: 8)); "
                    + "expected 0600: chmod 600 \(ForeignText.shown(path)), and \(cure), for others may have "
                    + "read it")
        }
        var bytes = [UInt8](repeating: 0, count: largest + 1)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard (0...largest).contains(count) else {
            SecretKey.wipe(&bytes)
            throw .configuration("\(what) \(ForeignText.shown(path)) is longer than \(largest) bytes")
        }
        defer { SecretKey.wipe(&bytes) }
        return Array(bytes[..<count])
    }
}
