import Configuration
import Hosting
import Messages
import Stages
import Telemetry

/// Where the log lines of `strata run` go: to stderr where that is asked for, else to a file.
struct RunLogging {
    private let logs: [Log]
    private let file: RunLog?

    init(_ arguments: Arguments) throws(HostError) {
        guard !arguments.has("quiet") || !arguments.has("verbose") else {
            throw .usage("--quiet and --verbose ask for opposite things: leave one out")
        }
        let level = try LogOptions.level(arguments, quiet: .info)
        var logs: [Log] = []
        if arguments.has("verbose") { logs.append(Log(process: "strata", level: level)) }
        if arguments.has("quiet") { logs.append(Log(process: "strata", level: max(level, .warning))) }
        file = try Self.open(arguments)
        if let file { logs.append(Log(process: "strata", level: level, descriptor: file.descriptor)) }
        self.logs = logs
    }

    /// The file that is named; else the standard one, unless all goes to stderr. A run doesn't fail for want
    /// of a log that nobody asked for.
    private static func open(_ arguments: Arguments) throws(HostError) -> RunLog? {
        if let path = arguments["log"] { return try RunLog(path: path) }
        guard !arguments.has("verbose") else { return nil }
        let home = ProcessEnvironment.variable("STRATA_HOME").map { $0 + "/" } ?? ""
        do {
            return try RunLog.newest(in: home + "var/log")
        } catch {
            Output.complain("\(error); this run keeps no log: --log names another file")
            return nil
        }
    }

    /// What writes the lines, after those that each part says at its start.
    func observers(_ settings: Settings) -> [LogObserver] {
        for rank in ProcessRank.processes {
            for line in StartLines.lines(rank, settings) {
                for log in logs { log.write(.info, line) }
            }
        }
        return logs.map { LogObserver($0, settings.instruments) }
    }

    /// Says where the lines are.
    func tell() { if let file { Output.note("the log is in \(file.path)") } }
}
