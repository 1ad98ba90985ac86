import Hosting
import Market

/// `--summary` and `--json`.
enum SummaryOptions {
    static func write(
        _ summary: RunSummary, _ instruments: InstrumentTable, _ arguments: Arguments, to file: OutputFile?
    ) throws(HostError) {
        defer { Output.say(arguments.has("json") ? summary.json(instruments) : summary.text(instruments)) }
        try file?.write(summary.json(instruments))
    }
}
