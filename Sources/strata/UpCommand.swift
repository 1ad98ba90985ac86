import Configuration
import Control
import Files
import Glibc
import Hosting
import Market
import Messages
import Stages

/// Starts all processes, shows them on one screen, and ends with the data.
enum UpCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "up"
    static let summary = "starts all processes in PAPER mode, with one screen"
    static let usage = """
        strata up [options]

          --speed N             event time per wall time (1: real time; 0, the default: as fast as it goes,
                                in lockstep, which gives the bytes of `strata run`)
          --data FOLDER         recorded data (samples/klines)
          --from T, --to T      which part of it, in UTC, as in 2025-05-08; what lies before warms up
          --feed FEED           where market data comes from: replay (recorded data, the default), or
                                binance, the market of it that "market" in strata.json says
          --network NET         of binance: mainnet (the default) or testnet
          --base-url URL        another that speaks as binance does (docs/howto/exchange-sim.md)
          --clock CLOCK         wall (the machine's time, the default), or venue: that of an exchange-sim on
                                this machine, whatever its --speed
          --record FOLDER       writes what binance sends into files that --data FOLDER plays again
                                (docs/howto/record-a-market.md)
          --mode MODE           what orders are: paper (the default, on a live market, too), testnet: real
                                orders of an account there, by the keys in .env.sh (docs/howto/testnet.md),
                                or live: real money, refused in this build (docs/howto/live.md)
          --confirm-live WORDS  confirms live where no terminal is there to ask; the refusal tells the words
        \(SetupOptions.usage)
          --l2-instances G;G    l2-tactic as several processes by symbol, as in "BTC/USDT;ETH/USDT,SOL/USDT"
          --plan FILE           which stages share a process (docs/howto/share-a-process.md); without it
                                each has its own, or what "processes" in strata.json says
          --without NAME        leaves a process to a program of yours (docs/howto/replace-a-level.md)
          --keep-state          go on with the stored positions where the last run ended, as --mode testnet
                                does of itself
        \(RunOutputs.usage)
          --state FOLDER        what is durable (var/state)
          --keep-runs N         how many states of earlier runs stay beside it (3), and with --keep-mib N
                                (2048) how much room they take together; older ones are deleted
          --logs FOLDER         one log per process (var/log), each renamed at --log-mib N (16 MiB) and kept
                                --log-count N times (4)
          --run-dir FOLDER      the sockets
          --log-level LEVEL     DEBUG, INFO, WARNING or ERROR
          --json                the summary as JSON at the end

        Example: strata up --symbols BTC/USDT,ETH/USDT --speed 5000
        """

    private static let options = SetupOptions.names + [
        "speed", "data", "from", "to", "feed", "network", "base-url", "clock", "record", "mode",
        "confirm-live", "l2-instances", "plan", "without", "summary", "journal", "state", "logs", "run-dir",
        "log-level", "keep-runs", "keep-mib", "log-mib", "log-count",
    ]

    private static let flags = ["keep-state", "json", "quiet", "force"]

    static func run(_ words: [String]) throws(HostError) {
        umask(0o077)
        let arguments = try Arguments(words, options: options, flags: flags)
        let mode = try mode(arguments["mode"])
        var environment = try SetupOptions.environment(arguments)
        environment.setup = ""
        environment.feed = try FeedChoice(
            feed: arguments["feed"], network: arguments["network"], base: arguments["base-url"],
            standard: mode == .testnet ? "testnet" : "mainnet")
        environment.stateDirectory = arguments["state"] ?? environment.stateDirectory
        try trade(&environment, mode)
        // Before anything starts: the executor would say the same from its log.
        try LiveQuestion.pass(environment, arguments["confirm-live"])
        environment.clock = try ClockChoice(option: arguments["clock"], environment.feed)
        environment.recording = try recording(arguments["record"], environment.feed)
        environment.speed = try speed(arguments, environment.feed)
        environment.isLockstep = environment.speed == 0
        environment.data = arguments["data"] ?? environment.data
        environment.from = arguments["from"] ?? ""
        environment.to = arguments["to"] ?? ""
        // An account at the exchange goes on, whoever looks.
        environment.keepsState = arguments.has("keep-state") || mode.tradesAccount
        environment.stateDirectory = try StatePlace(
            environment.stateDirectory, isKept: environment.keepsState
        ).path
        environment.logLevel = try LogOptions.level(arguments).name
        environment.logMebibytes = try arguments.whole("log-mib", from: 1)
            ?? environment.logMebibytes
        environment.logCount = try arguments.whole("log-count", from: 1)
            ?? environment.logCount
        if let groups = try arguments.tacticGroups() { environment.tacticInstances = groups }
        environment.expected = 5 + max(1, environment.tacticInstances.count)
        environment.runDirectory = arguments["run-dir"] ?? Supervisor.standardRunDirectory()
        try UpRun(environment, arguments).run(environment)
    }

    /// The folder of a recording, looked at before anything is started.
    private static func recording(_ folder: String?, _ feed: FeedChoice) throws(HostError) -> String {
        guard let folder else { return "" }
        guard feed.isLive else {
            throw .usage("--record goes with --feed binance: recorded data is recorded already")
        }
        guard !folder.isEmpty, !folder.utf8.contains(0) else { throw .usage("--record names no folder") }
        return folder
    }

    /// A program that stands in for a process knows no lockstep: it is paced. A live market paces itself.
    private static func speed(_ arguments: Arguments, _ feed: FeedChoice) throws(HostError) -> Double {
        if feed.isLive {
            let given = ["speed", "data", "from", "to"].first { arguments[$0] != nil }
            guard arguments["instruments"] == nil else {
                throw .usage(
                    "--feed binance takes the filters from the exchange; leave --instruments out")
            }
            guard let given else { return 1 }
            throw .usage(
                "--feed binance is live: the market sets the pace and tells what it likes, and can't be led "
                    + "in lockstep; leave --\(given) out")
        }
        let hasStandIn = arguments["without"] != nil
        guard let speed = try arguments.number("speed") else { return hasStandIn ? 60_000 : 0 }
        guard speed > 0 || !hasStandIn else {
            throw .usage(
                "--speed 0 leads all processes in lockstep, and --without leaves one out: give a --speed")
        }
        return speed
    }

    /// What orders are.
    static func mode(_ text: String?) throws(HostError) -> TradingMode {
        switch text ?? "paper" {
        case "paper": return .paper
        case "testnet": return .testnet
        case "live": return .live
        case let other:
            throw .usage("--mode is \(ForeignText.quoted(other)); expected paper, testnet or live")
        }
    }

    /// Orders go to an account on the testnet, at the simulator that is named, or at the exchange itself.
    static func trade(_ environment: inout ProcessEnvironment, _ mode: TradingMode) throws(HostError) {
        guard mode.tradesAccount else { return }
        (environment.mode, environment.venue) = (mode, VenueChoice.binance.name)
        guard mode == .testnet else { return }
        guard case .binance(let place) = environment.feed, place != .mainnet else {
            throw .usage(
                "--mode testnet trades where its market is: add --feed binance, with --network testnet (the "
                    + "default then) or --base-url URL of a simulator")
        }
    }
}
