import Hosting
import Market

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
