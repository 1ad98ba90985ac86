import Configuration
import Files
import Hosting
import Market
import Messages
import Stages

/// Looks at everything that a run on a live market needs, without starting one.
enum DoctorCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "doctor"
    static let summary = "looks at machine, settings, exchange, key and account before a live run"
    static let usage = """
        strata doctor [--json] [options]
        strata doctor --prove [--json] [--days N | --seeds A..B] [--state FOLDER]

        Reads alone: nothing is placed, set or written but the budget of requests, and the mark of --prove.
        The exit code is 1 where something is wrong.

          --mode MODE           paper (the default), testnet or live: what stands against it, the key and what
                                it may do, and its account, too
          --network NET         mainnet or testnet, as of `strata up --feed binance`
          --base-url URL        another that speaks as binance does
          --clock CLOCK         wall (the default), or venue, of an exchange-sim on this machine
        \(SetupOptions.usage)
          --state FOLDER        whose disk is looked at (var/state); the mark lies beside it
          --prove               plays simulated days of the whole system, each under a seed of its own, with
                                all that can go wrong, and keeps a mark of it, for which live asks
                                (docs/howto/live.md)
          --days N              how many (\(DayProof.leastDays)), from seed 1
          --seeds A..B          which seeds
          --bug NAME            plants a mistake (strata-soak --help lists them), to see that it is found; no
                                mark comes of it
          --json                one JSON object

        Example: strata doctor --mode testnet
        """

    private static let looking = SetupOptions.names + ["mode", "network", "base-url", "clock"]
    private static let proving = ["days", "seeds", "bug"]

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(
            words, options: looking + proving + ["state"], flags: ["json", "prove"])
        let isProving = arguments.has("prove")
        if let other = (isProving ? looking : proving).first(where: { arguments[$0] != nil }) {
            throw .usage("--\(other) goes \(isProving ? "without" : "with") --prove")
        }
        guard !isProving else { return try ProofRun(arguments).run() }
        let mode = try UpCommand.mode(arguments["mode"])
        var environment = try SetupOptions.environment(arguments)
        environment.feed = try FeedChoice(
            feed: "binance", network: arguments["network"], base: arguments["base-url"],
            standard: mode == .testnet ? "testnet" : "mainnet")
        environment.clock = try ClockChoice(option: arguments["clock"], environment.feed)
        try UpCommand.trade(&environment, mode)
        environment.stateDirectory = arguments["state"] ?? environment.stateDirectory
        let report = Doctor(environment).examine()
        Output.say(arguments.has("json") ? report.json : report.lines.joined(separator: "\n"))
        guard report.faults == 0 else { throw .failed(report.verdict) }
    }
}
