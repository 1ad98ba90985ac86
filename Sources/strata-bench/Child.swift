import Glibc
import Hosting
import Stages

/// A process started for a measurement, its stdout and stderr readable or silent.
struct Child {
    let pid: pid_t
    private let output: Int32

    /// Where what a child says goes.
    enum Output { case silent, out, errors }

    /// Starts a program. `.out` makes its stdout readable, `.errors` its stderr. Without variables it gets
    /// those that this program was given or takes for granted.
    init(
        _ path: String, _ words: [String], _ variables: [(String, String)] = [], reading: Output = .silent
    ) throws(HostError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .failed("no pipe: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        output = ends[0]
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        if reading != .silent { posix_spawn_file_actions_adddup2(&actions, ends[1], reading == .out ? 1 : 2) }
        var arguments = ([path] + words).map { strdup($0) } + [nil]
        let given = variables.isEmpty ? try ProcessEnvironment().variables : variables
        var environment = given.map { strdup("\($0.0)=\($0.1)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var started: pid_t = 0
        let result = posix_spawn(&started, path, &actions, nil, &arguments, &environment)
        guard result == 0 else {
            close(ends[0])
            throw .failed("can't start \(path): \(String(cString: strerror(result)))")
        }
        pid = started
    }

    /// The next piece of what it says; empty at its end.
    func read() -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = Glibc.read(output, &chunk, chunk.count)
        return Array(chunk[..<max(0, count)])
    }

    /// All that it says until it closes its output.
    func readAll() -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let piece = read()
            if piece.isEmpty { return all }
            all += piece
        }
    }

    /// Waits for its end; whether that was exit code 0.
    @discardableResult func wait() -> Bool {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        close(output)
        return status == 0
    }

    /// Whether it ended with exit code 0; `nil` while it runs.
    func ending() -> Bool? {
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        close(output)
        return status == 0
    }

    func stop() { kill(pid, SIGTERM) }

    /// This program's own file.
    static let ownPath = "/proc/self/exe"

    /// The folder of this program, where the others lie too.
    static var programFolder: String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { readlink(ownPath, $0, text.count) } ?? -1
            }
        }
        let path = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
