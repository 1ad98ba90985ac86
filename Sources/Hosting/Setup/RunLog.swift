import Files
import Glibc
import Stages
import Telemetry

/// The file that the log lines of a run go to where they don't go to the terminal.
public final class RunLog {
    /// Its path, and what it is open as.
    public let path: String
    public let descriptor: Int32

    /// Opens a log that a person named: lines are added to what is there, which must be a log of Strata's.
    public init(path: String) throws(HostError) {
        self.path = path
        let found = PathKind(path)
        guard found == .nothing || found == .file && Self.isLog(path) else {
            let what = found == .file ? "a file that is no log of Strata's" : found.text
            throw .usage("the log \(path) is \(what): it is left as it is; name another file")
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try FileBytes.makeFolder(String(path[..<slash]))
        }
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, why: String(cString: strerror(errno))) }
    }

    /// Whether a file is empty, or begins with a line of a log: times, a level, and who wrote it.
    private static func isLog(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { Glibc.close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return count == 0 }
        let words = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: " ")
        return words.indices.dropLast().contains { place in
            (1...2).contains(place) && LogLevel(name: String(words[place])) != nil
                && words[place + 1].hasPrefix("strata")
        }
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
