import Files
import Glibc
import Hosting
import Stages

/// The Python program that reads and writes Parquet: training/parquet.py of this checkout, in the environment
/// that deploy/setup.sh --training makes beside it.
struct ParquetProgram {
    /// Bytes of what it complains that are read.
    private static let complaintLimit = 4096

    private let python: String
    private let script: String

    /// Finds it: above the folder of this program, or in STRATA_HOME. Never in the folder at hand, which may
    /// be anybody's.
    init() throws(HostError) {
        var folders: [String] = []
        if let own = RealPath.existing("/proc/self/exe") {
            let parts = own.split(separator: "/").dropLast()
            folders = (1...5).compactMap { level in
                parts.count > level ? "/" + parts.dropLast(level).joined(separator: "/") : nil
            }
        }
        if let home = ProcessEnvironment.variable("STRATA_HOME"), home.hasPrefix("/") { folders.append(home) }
        guard let home = folders.first(where: { PathKind("\($0)/training/parquet.py") == .file }) else {
            throw .failed("training/parquet.py is not found: name Strata's checkout in STRATA_HOME")
        }
        python = "\(home)/training/.venv/bin/python"
        script = "\(home)/training/parquet.py"
        guard access(python, X_OK) == 0 else {
            throw .failed(
                "Parquet takes pyarrow, which is not here: \(home)/deploy/setup.sh --training installs it")
        }
    }

    /// Runs it to its end.
    func run(_ path: String, _ target: String) throws(HostError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .failed("pipe: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let words = [python, "-I", script, Self.plain(path), Self.plain(target)]
        let pid = try start(words, complaints: ends[1])
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.complaintLimit)
        while true {
            let count = read(ends[0], &chunk, chunk.count)
            guard count > 0 || (count < 0 && errno == EINTR) else { break }
            text += chunk.prefix(max(0, min(count, Self.complaintLimit - text.count)))
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard status != 0 else { return }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        throw .failed(lines.last.map(String.init) ?? "\(script) ended with status \(status)")
    }

    /// A name that no program takes for an option.
    private static func plain(_ path: String) -> String { path.hasPrefix("-") ? "./\(path)" : path }

    private func start(_ words: [String], complaints: Int32) throws(HostError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            close(complaints)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, complaints, 2)
        var arguments = words.map { strdup($0) } + [nil]
        defer { for text in arguments { free(text) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, python, &actions, nil, &arguments, environ)
        let why = String(cString: strerror(result))
        guard result == 0 else { throw .failed("can't start \(python): \(why)") }
        return pid
    }
}
