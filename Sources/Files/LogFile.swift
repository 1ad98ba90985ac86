import Glibc
import Stages

/// A log that never grows without end: at its limit it is renamed, the older ones with it, and begun anew.
///
/// Each process looks after its own, between two lines: no line is lost, no other process has to be told,
/// and what a C library writes on standard error as it dies is in it, too.
package final class LogFile {
    /// How large one file may get, and how many there are of it.
    package struct Limit: Sendable, Equatable {
        /// Bytes above which a file is renamed at the next look.
        package var bytes: Int
        /// Files in all, the one that is written into included.
        package var count: Int

        /// 16 MiB each, four of them.
        package static let standard = Limit(mebibytes: 16, count: 4)

        package init(mebibytes: Int, count: Int) {
            bytes = mebibytes << 20
            self.count = count
        }
    }

    /// Where the newest lines go; older files have a number behind it.
    package let path: String
    private let limit: Limit
    private var descriptor: Int32

    /// A log of one's own.
    package init(path: String, _ limit: Limit) throws(HostError) {
        try Self.check(path)
        descriptor = Self.open(path)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, why: String(cString: strerror(errno))) }
        self.path = path
        self.limit = limit
    }

    /// The log that is already this process's standard error; `nil` where it is something else.
    package init?(standardErrorAt path: String, _ limit: Limit) {
        guard !path.isEmpty, Self.isSame(2, path) else { return nil }
        self.path = path
        self.limit = limit
        descriptor = 2
    }

    deinit { if descriptor > 2 { close(descriptor) } }

    /// Refuses what is no plain file: a pipe would hold the process up.
    package static func check(_ path: String) throws(HostError) {
        let found = PathKind(path)
        guard found == .nothing || found == .file else {
            throw .usage("the log \(path) is \(found.text); expected a file: name another folder by --logs")
        }
    }

    /// Appends a line, and begins a new file where this one has reached its limit. A line that the disk does
    /// not take
    /// is lost.
    package func write(_ line: String) {
        TextOutput.write(line, to: descriptor)
        rotate()
    }

    /// Renames the log where it has reached its limit, and goes on in a new one.
    package func rotate() {
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_size >= limit.bytes, Self.isSame(descriptor, path) else {
            return
        }
        for number in stride(from: limit.count - 1, to: 1, by: -1) {
            rename("\(path).\(number - 1)", "\(path).\(number)")
        }
        if limit.count > 1 { rename(path, "\(path).1") } else { unlink(path) }
        let fresh = Self.open(path)
        guard fresh >= 0 else { return }
        if descriptor > 2 {
            close(descriptor)
            descriptor = fresh
        } else {
            dup2(fresh, 2)
            // Standard output goes where it went before.
            if Self.isSameFile(1, info) { dup2(fresh, 1) }
            close(fresh)
        }
    }

    private static func open(_ path: String) -> Int32 {
        Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
    }

    private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && isSameFile(descriptor, info)
    }

    private static func isSameFile(_ descriptor: Int32, _ info: stat) -> Bool {
        var own = stat()
        return fstat(descriptor, &own) == 0 && own.st_ino == info.st_ino && own.st_dev == info.st_dev
    }
}
