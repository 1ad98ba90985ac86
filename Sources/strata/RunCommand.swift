import Configuration
import Hosting
import Messages
import Telemetry

/// Trades recorded data on paper in one process, as fast as it goes.
enum RunCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "run"
    static let summary = "trades recorded data on paper in one process, as fast as it goes"
    static let usage = """
        strata run [options]

          --data FOLDER         recorded data (samples/klines)
          --from T, --to T      which part of it, in UTC, as in 2025-05-08 or 2025-05-08T12:00
        \(SetupOptions.usage)
        \(RunOutputs.usage)
          --json                the summary as JSON instead of the table
          --quiet               no log lines below WARNING
          --log-level LEVEL     DEBUG, INFO, WARNING or ERROR

        Example: strata run --symbols BTC/USDT --to 2025-05-08 --journal var/journal.jsonl
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(
            words, options: SetupOptions.names + ["data", "from", "to", "journal", "summary", "log-level"],
            flags: ["json", "quiet", "force"])
        let outputs = try RunOutputs(arguments)
        let environment = try SetupOptions.environment(arguments)
        let setup = try SetupLoader.load(environment)
        let data = arguments["data"] ?? environment.data
        let (from, to) = (arguments["from"] ?? "", arguments["to"] ?? "")
        let survey = try DataSurvey(data, setup.settings, from: from, to: to)
        try DataLines.tell(survey, setup.settings)
        let source = try RecordedData.open(data, setup.settings, from: from, to: to)
        let instruments = setup.settings.instruments
        let summary = SummaryObserver(symbols: instruments.count)
        let log = Log(process: "strata", level: try LogOptions.level(arguments))
        for rank in ProcessRank.processes {
            for line in StartLines.lines(rank, setup.settings) { log.write(.info, line) }
        }
        var observers: [any FrameObserver] = [summary, LogObserver(log, instruments)]
        let journal = try JournalOptions.open(
            outputs.journal, setup, dataHash: RecordedData.hash(data, setup.settings))
        if let journal { observers.append(journal) }
        var host = StageFactory.whole(setup.settings, run: 1)
        host.observer = ObserverGroup(observers)
        var runner = Runner(host)
        _ = try runner.run(source)
        try SummaryOptions.write(summary.summary, instruments, arguments, to: outputs.summary)
        try journal?.finish()
        try DataLines.tellLast(survey)
    }
}
