import Files
import Hosting
import Reports
import Stages

/// `--summary` and `--json`.
enum SummaryOptions {
    static func write(
        _ summary: RunSummary, _ arguments: Arguments, to file: OutputFile?
    ) throws(HostError) {
        defer { Output.say(arguments.has("json") ? summary.json() : summary.text()) }
        try file?.write(summary.json())
    }
}
