import Files
import Glibc
import Stages
import Telemetry

extension SupervisorLog {
    /// The log of a supervisor: "supervisor.log" beside those of its processes.
    convenience init(_ options: UpOptions) throws(HostError) {
        let environment = options.environment
        self.init(
            LogLevel(name: environment.logLevel) ?? .info,
            try LogFile(path: "\(options.logs)/supervisor.log", environment.logLimit), WatchedOutput(2),
            isCovered: options.isTerminal && isatty(2) == 1)
    }
}
