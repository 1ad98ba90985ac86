import Engine
import Glibc
import Hosting
import Messages
import Sealing
import Stages

/// One process that the supervisor starts, and starts again when it dies.
struct ChildProcess {
    /// Deaths within `window` after which the supervisor gives up.
    static let restartLimit = 5
    static let window: Int64 = 60_000_000_000

    /// Where a child finds the pipe of its keys.
    private static let keyDescriptor: Int32 = 3

    let process: ProcessPlan.Process
    let path: String
    let logPath: String
    private(set) var pid: pid_t = 0
    private(set) var restarts = 0
    private var deaths: [Int64] = []
    /// When it is to be started again; `nil` while it runs.
    private(set) var restartAt: Int64?

    init(_ process: ProcessPlan.Process, path: String, logPath: String) {
        self.process = process
        self.path = path
        self.logPath = logPath
    }

    var isRunning: Bool { pid > 0 }

    /// Whether entries come from it.
    var decides: Bool {
        let deciding: [ProcessRank] = [.l4Meta, .l3Strategy, .l2Tactic, .l1Operational]
        return process.members.contains { deciding.contains($0.rank) }
    }

    /// Whether a process ended because of what it was told (exit codes of usage and configuration): another
    /// start would be told the same.
    static func isRefused(_ status: Int32) -> Bool {
        status & 0x7F == 0 && [2, 4].contains(status >> 8 & 0xFF)
    }

    /// Starts it in a process group of its own, so that Ctrl-C reaches the supervisor alone, with
    /// its standard error appended to its log. Its keys lie in a pipe that nobody else has.
    mutating func start(
        _ variables: [(String, String)], keys: [SecretKey] = []
    ) throws(HostError) {
        restartAt = nil
        let pipe = keys.isEmpty ? nil : try RunKeys.pipe(keys)
        defer { if let pipe { close(pipe) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, logPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 2, 1)
        if let pipe { posix_spawn_file_actions_adddup2(&actions, pipe, Self.keyDescriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.setSignals(&attributes)
        let settings = self.settings(variables, hasKeys: pipe != nil)
        var environment = settings.map { strdup("\($0.0)=\($0.1)") } + [nil]
        var arguments = [strdup(path), nil]
        defer { for text in environment + arguments { free(text) } }
        let result = posix_spawn(&pid, path, &actions, &attributes, &arguments, &environment)
        guard result == 0 else {
            pid = 0
            throw .failed("can't start \(path) with its log \(logPath): \(String(cString: strerror(result)))")
        }
    }

    /// It begins with no signal blocked, with SIGPIPE as ever, and in a group of its own.
    private static func setSignals(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var ignored = sigset_t()
        sigemptyset(&ignored)
        sigaddset(&ignored, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &ignored)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
    }

    /// Its environment. The first of two variables of one name counts: its own come first. It counts its
    /// starts itself.
    private func settings(_ variables: [(String, String)], hasKeys: Bool) -> [(String, String)] {
        var own = [
            ("STRATA_EPOCH", ""), ("STRATA_INSTANCE", "\(process.members.first?.instance ?? 0)"),
            ("STRATA_LOG_FILE", logPath),
        ]
        if process.members.count > 1 {
            own += [
                ("STRATA_STAGES", process.members.map(\.name).joined(separator: ",")),
                ("STRATA_PROCESS", process.name),
            ]
        }
        if hasKeys { own.append((KeyIntake.descriptorVariable, "\(Self.keyDescriptor)")) }
        return own + variables.filter { variable in !own.contains { $0.0 == variable.0 } }
    }

    /// It has died; answers false where it died too often to be started again.
    mutating func died(now: Int64) -> Bool {
        pid = 0
        restarts += 1
        deaths = deaths.filter { now - $0 < Self.window } + [now]
        guard deaths.count <= Self.restartLimit else { return false }
        restartAt = now + 100_000_000 << Int64(deaths.count - 1)
        return true
    }

    /// It has ended as it was asked to.
    mutating func ended() { pid = 0 }

    func send(signal: Int32) {
        if pid > 0 { kill(pid, signal) }
    }
}
