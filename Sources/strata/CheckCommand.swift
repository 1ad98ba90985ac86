import Configuration
import Hosting
import Market

/// Reads every file of a run and says what is wrong with it.
enum CheckCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "check"
    static let summary = "checks configuration, safe list, instruments and data without trading"
    static let usage = """
        strata check [--json] [options]

          --data FOLDER         recorded data (samples/klines)
        \(SetupOptions.usage)
          --json                one JSON object

        Example: strata check --safe-list my_list.json
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: SetupOptions.names + ["data"], flags: ["json"])
        let environment = try SetupOptions.environment(arguments)
        let setup = try SetupLoader.load(environment)
        let data = arguments["data"] ?? environment.data
        _ = try RecordedData.open(data, setup.settings)
        let lines = [
            "safe list    \(environment.safeList): \(setup.settings.symbols.count) active pairs",
            "instruments  \(environment.instruments): filters for each",
            "data         \(data): recorded for each",
            "profile      \(setup.settings.profile), market \(setup.settings.market), "
                + "capital \(setup.settings.capital) USDT",
            "hashes       cfg \(String(setup.configurationHash, radix: 16)), "
                + "ins \(String(setup.instrumentHash, radix: 16))",
        ]
        let notes = StartLines.notTrading(setup.settings)
        if arguments.has("json") {
            Output.say(
                "{\"ok\":true,\"notes\":[\(notes.map(ForeignText.json).joined(separator: ","))],"
                    + "\"pairs\":\(setup.settings.symbols.count),"
                    + "\"profile\":\(ForeignText.json("\(setup.settings.profile)")),"
                    + "\"cfg\":\"\(String(setup.configurationHash, radix: 16))\","
                    + "\"ins\":\"\(String(setup.instrumentHash, radix: 16))\"}")
        } else {
            let end = notes.isEmpty ? "All is well." : "All else is well."
            Output.say((lines + notes.map { "note         \($0)" } + [end]).joined(separator: "\n"))
        }
    }
}
