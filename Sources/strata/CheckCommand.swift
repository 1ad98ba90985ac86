import Configuration
import Control
import Hosting
import Stages

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
          --state FOLDER        also what `strata up --keep-state` would go on with there
        \(SetupOptions.usage)
          --json                one JSON object

        Example: strata check --safe-list my_list.json
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: SetupOptions.names + ["data", "state"], flags: ["json"])
        var environment = try SetupOptions.environment(arguments)
        var setup = try SetupLoader.load(environment)
        environment.data = arguments["data"] ?? environment.data
        let kept = try kept(arguments["state"], &environment, &setup)
        let survey = try DataSurvey(environment.data, setup.settings)
        try Tradability(setup.settings, survey).checkSignals()
        let report = CheckReport(environment: environment, setup: setup, survey: survey, kept: kept)
        Output.say(arguments.has("json") ? report.json : report.lines.joined(separator: "\n"))
        _ = try survey.lastWord()
    }

    /// What a run that goes on with a state folder has to know; the pairs that are only held are checked
    /// with the others.
    private static func kept(
        _ folder: String?, _ environment: inout ProcessEnvironment, _ setup: inout ProcessSetup
    ) throws(HostError) -> [String] {
        guard let folder else { return [] }
        guard let books = try KeptBooks(folder, trading: setup.settings) else {
            throw .failed("\(folder) holds no books of an earlier run (executor.sqlite)")
        }
        let end = books.ended.map { "ended at \($0)" } ?? "did not end in order"
        var lines = ["the state in \(folder) \(end)"]
        if let halt = try KeptBooks.halt(in: folder) {
            lines.append(
                "a person halted trading at \(halt.since): lift it with "
                    + "`strata resume --state \(folder)`")
        }
        if !books.exitOnly.isEmpty { setup = try books.takeIn(&environment, try SetupFiles(environment)) }
        return lines + books.lines
    }
}
