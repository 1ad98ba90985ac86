import Hosting
import Market

/// `--summary` and `--json`.
enum SummaryOptions {
    static func write(
        _ summary: RunSummary, _ instruments: InstrumentTable, _ arguments: Arguments
    ) throws(HostError) {
        defer { Output.say(arguments.has("json") ? summary.json(instruments) : summary.text(instruments)) }
        guard let path = arguments["summary"] else { return }
        if let slash = path.lastIndex(of: "/") { try FileBytes.makeFolder(String(path[..<slash])) }
        let file = try FileSink(path: path)
        file.write(summary.json(instruments))
        try file.flush()
    }
}
