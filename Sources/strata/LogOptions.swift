import Hosting
import Market
import Telemetry

/// `--log-level` and `--quiet`.
enum LogOptions {
    static func level(_ arguments: Arguments) throws(HostError) -> LogLevel {
        guard let text = arguments["log-level"] else { return arguments.has("quiet") ? .warning : .info }
        guard let level = LogLevel(name: text) else {
            throw .usage("--log-level is \(ForeignText.quoted(text)); expected DEBUG, INFO, WARNING or ERROR")
        }
        return level
    }
}
