import Configuration
import Hosting
import Market
import Telemetry

/// `--log-level` and `--quiet`.
enum LogOptions {
    static func level(_ arguments: Arguments) throws(HostError) -> LogLevel {
        guard let text = arguments["log-level"] else { return arguments.has("quiet") ? .warning : .info }
        guard let level = LogLevel(name: text) else {
            throw .usage("--log-level is \"\(text)\"; expected DEBUG, INFO, WARNING or ERROR")
        }
        return level
    }
}

/// `--journal`.
enum JournalOptions {
    static func open(
        _ path: String?, _ setup: ProcessSetup, dataHash: UInt64
    ) throws(HostError) -> (observer: OutputJournal, file: FileSink)? {
        guard let path else { return nil }
        if let slash = path.lastIndex(of: "/") { try FileBytes.makeFolder(String(path[..<slash])) }
        let file = try FileSink(path: path)
        let hashes = JournalHashes(
            configuration: setup.configurationHash, instruments: setup.instrumentHash, data: dataHash)
        return (OutputJournal(file, setup.settings.instruments, run: 1, hashes: hashes), file)
    }
}

/// `--summary` and `--json`.
enum SummaryOptions {
    static func write(
        _ summary: RunSummary, _ instruments: InstrumentTable, _ arguments: Arguments
    ) throws(HostError) {
        if let path = arguments["summary"] {
            let file = try FileSink(path: path)
            file.write(summary.json(instruments))
            file.flush()
        }
        Output.say(arguments.has("json") ? summary.json(instruments) : summary.text(instruments))
    }
}
