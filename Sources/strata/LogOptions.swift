import Hosting
import Market
import Stages
import Telemetry

/// `--log-level` and `--quiet`.
enum LogOptions {
    /// `quiet`: the level under `--quiet`, where no other is named.
    static func level(_ arguments: Arguments, quiet: LogLevel = .warning) throws(HostError) -> LogLevel {
        guard let text = arguments["log-level"] else { return arguments.has("quiet") ? quiet : .info }
        guard let level = LogLevel(name: text) else {
            throw .usage("--log-level is \(ForeignText.quoted(text)); expected DEBUG, INFO, WARNING or ERROR")
        }
        return level
    }
}
