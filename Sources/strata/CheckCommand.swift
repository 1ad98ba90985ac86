import Configuration
import Hosting

/// Reads every file of a run and says what is wrong with it.
enum CheckCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "check"
    static let summary = "checks configuration, safe list, instruments and data without trading"
    static let usage = """
        strata check [--json] [options]

        Reads the data in full, as a run would: each file's layout, order, times, gaps, and what is left out
        of it. The exit code is 1 where something is wrong with that.

          --data FOLDER         recorded data (samples/klines)
        \(SetupOptions.usage)
          --json                one JSON object

        Example: strata check --safe-list my_list.json
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: SetupOptions.names + ["data"], flags: ["json"])
        var environment = try SetupOptions.environment(arguments)
        let setup = try SetupLoader.load(environment)
        environment.data = arguments["data"] ?? environment.data
        let survey = try DataSurvey(environment.data, setup.settings)
        try Tradability(setup.settings, survey).check()
        let report = CheckReport(environment: environment, setup: setup, survey: survey)
        Output.say(arguments.has("json") ? report.json : report.lines.joined(separator: "\n"))
        _ = try survey.lastWord()
    }
}
