import Configuration
import Cores
import Engine
import Files
import Hosting
import Market
import Messages
import Reports
import Stages

/// Trades recorded data on paper in one process, as fast as it goes.
enum RunCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "run"
    static let summary = "trades recorded data on paper in one process, as fast as it goes"
    static let usage = """
        strata run [options]

          --data FOLDER         recorded data (samples/klines)
          --from T, --to T      which part of it, in UTC, as in 2025-05-08 or 2025-05-08T12:00;
                                what lies before --from warms the levels up
        \(SetupOptions.usage)
        \(RunOutputs.usage)
          --json                the summary as JSON instead of the table
          --log FILE            adds the log lines to this file (var/log/run.log: those of the newest run)
          --verbose             the log lines on stderr, and no progress
          --quiet               no progress, and of the log the lines from WARNING on
          --log-level LEVEL     DEBUG, INFO, WARNING or ERROR: what the log has (INFO)

        While it runs, a terminal shows one line that tells how far it has come; elsewhere a few lines do.

        Example: strata run --symbols BTC/USDT --to 2025-05-08 --journal var/journal.jsonl
        """

    private static let options =
        SetupOptions.names + ["data", "from", "to", "journal", "summary", "log", "log-level"]

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: options, flags: ["json", "quiet", "verbose", "force"])
        let outputs = try RunOutputs(arguments)
        let environment = try SetupOptions.environment(arguments)
        let setup = try SetupLoader.load(environment)
        let data = arguments["data"] ?? environment.data
        let (from, to) = (arguments["from"] ?? "", arguments["to"] ?? "")
        let survey = try DataSurvey(data, setup.settings, from: from, to: to, keeping: true)
        try DataLines.tell(survey, setup.settings)
        let source = try survey.source(data, setup.settings, from: from, to: to)
        let instruments = setup.settings.instruments
        let summary = SummaryObserver(instruments)
        let logging = try RunLogging(arguments)
        var observers: [any FrameObserver] = [summary] + logging.observers(setup.settings)
        let journal = try JournalOptions.open(
            outputs.journal, setup, dataHash: RecordedData.hash(data, setup.settings))
        if let journal { observers.append(journal) }
        let progress = progress(summary, survey, arguments)
        if let progress { observers.append(progress) }
        var host = StageFactory.whole(setup.settings, run: 1)
        host.observer = ObserverGroup(observers)
        var runner = Runner(host)
        _ = try runner.run(source) { past, first in
            guard !arguments.has("quiet") else { return }
            for line in WarmUpLines.lines(past, setup.settings, before: first) { Output.complain(line) }
        }
        progress?.finish()
        // Whole before anything is printed: whoever reads that may be gone.
        try journal?.finish()
        try SummaryOptions.write(summary.summary, arguments, to: outputs.summary)
        logging.tell()
        try DataLines.tellLast(survey)
    }

    private static func progress(
        _ summary: SummaryObserver, _ survey: DataSurvey, _ arguments: Arguments
    ) -> RunProgress? {
        guard !arguments.has("quiet"), !arguments.has("verbose") else { return nil }
        let end = survey.pairs.map(\.last).max() ?? .never
        return RunProgress(summary, to: end, moves: Output.isErrorTerminal) { TextOutput.write($0, to: 2) }
    }
}
