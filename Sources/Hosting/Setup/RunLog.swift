import Glibc

/// The file that the log lines of a run go to where they don't go to the terminal.
public final class RunLog {
    /// Its path, and what it is open as.
    public let path: String
    public let descriptor: Int32

    /// Opens a log that a person named: lines are added to what is there.
    public init(path: String) throws(HostError) {
        self.path = path
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try FileBytes.makeFolder(String(path[..<slash]))
        }
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, why: String(cString: strerror(errno))) }
    }

    /// The log of the newest run in a folder, `run.log`: that of the run before is gone. One that another run
    /// is still writing is left alone, and this one gets the next number.
    public static func newest(in folder: String) throws(HostError) -> RunLog {
        for number in 1...9 {
            let log = try RunLog(path: "\(folder)/run\(number == 1 ? "" : "-\(number)").log")
            guard flock(log.descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
            ftruncate(log.descriptor, 0)
            return log
        }
        throw .cannotWrite(
            path: "\(folder)/run.log", why: "nine runs are writing their logs there; name one by --log")
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
