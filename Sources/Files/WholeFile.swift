import Glibc
import Stages
import Storage

/// Writes small files that others find whole or not at all.
package enum WholeFile {
    /// What stands behind the name of one that is not whole yet.
    package static let unfinished = ".new"

    /// Writes bytes beside a path, in a file for this user alone, which gets its name when it is whole.
    package static func write(_ bytes: [UInt8], to path: String) throws(HostError) {
        let fresh = path + unfinished
        // What an earlier try left, or a link that leads elsewhere, is nothing to write through.
        unlink(fresh)
        let file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotWrite(path: fresh, why: String(cString: strerror(errno))) }
        let failure = bytes.withUnsafeBytes { FullWrite.write($0, to: file) }
        close(file)
        guard failure == 0 else { throw .cannotWrite(path: fresh, why: String(cString: strerror(failure))) }
        guard rename(fresh, path) == 0 else {
            throw .cannotWrite(path: path, why: String(cString: strerror(errno)))
        }
    }
}
