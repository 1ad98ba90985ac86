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

        Reads alone: nothing is placed, set or written but the budget of requests. The exit code is 1 where
        something is wrong.

          --mode MODE           paper (the default), or testnet: the key and its account, too
          --network NET         mainnet or testnet, as of `strata up --feed binance`
          --base-url URL        another that speaks as binance does
          --clock CLOCK         wall (the default), or venue, of an exchange-sim on this machine
        \(SetupOptions.usage)
          --state FOLDER        whose disk is looked at (var/state)
          --json                one JSON object

        Example: strata doctor --mode testnet
        """

    /// How long the exchange may take to tell what it is asked, seconds.
    private static let patience: Int64 = 15

    static func run(_ words: [String]) throws(HostError) {
        let options = SetupOptions.names + ["mode", "network", "base-url", "clock", "state"]
        let arguments = try Arguments(words, options: options, flags: ["json"])
        let isTestnet = try UpCommand.check(mode: arguments["mode"])
        var environment = try SetupOptions.environment(arguments)
        environment.feed = try FeedChoice(
            feed: "binance", network: arguments["network"], base: arguments["base-url"],
            standard: isTestnet ? "testnet" : "mainnet")
        environment.clock = try ClockChoice(option: arguments["clock"], environment.feed)
        if isTestnet { try UpCommand.trade(&environment) }
        environment.stateDirectory = arguments["state"] ?? environment.stateDirectory
        let report = examine(environment)
        Output.say(arguments.has("json") ? report.json : report.lines.joined(separator: "\n"))
        guard report.faults == 0 else { throw .failed(report.verdict) }
    }

    private static func examine(_ environment: ProcessEnvironment) -> DoctorReport {
        var report = DoctorReport()
        report.look("machine") { () throws(HostError) in
            try MachineLimits.check()
            return "the limits of files, memory and threads suffice"
        }
        report.look("disk") { () throws(HostError) in
            try DiskWatch.checkStart(environment.leastFree, [environment.stateDirectory])
            return "at least \(environment.leastFree) MiB are free for \(environment.stateDirectory)"
        }
        var files: SetupFiles?
        report.look("settings") { () throws(HostError) in
            let read = try SetupFiles(live: environment)
            files = read
            return "\(environment.safeList) names \(try read.pairs().count) pairs"
        }
        guard case .binance(let place) = environment.feed, var files else { return report }
        var settings: Settings?
        report.look("exchange") { () throws(HostError) in
            try files.take(place, besides: [], symbols: [], seconds: patience) { _ in }
            let setup = try SetupLoader.load(files, environment)
            settings = setup.settings
            let idle = StartLines.notTrading(setup.settings)
            guard idle.isEmpty else { throw .failed(idle.joined(separator: "; ")) }
            let count = setup.settings.instruments.count
            return "tells the filters of \(count) pairs of \(setup.settings.market)"
        }
        if environment.mode.tradesAccount, let settings { examine(place, environment, settings, &report) }
        return report
    }

    private static func examine(
        _ place: FeedChoice.Place, _ environment: ProcessEnvironment, _ settings: Settings,
        _ report: inout DoctorReport
    ) {
        var found: AccountExamination?
        report.look("key") { () throws(HostError) in
            found = try AccountExamination(
                of: environment.mode, at: place, environment.clock, settings, seconds: patience)
            return "the exchange takes it"
        }
        guard let found else { return }
        report.look("account") { () throws(HostError) in
            guard found.isRead, found.complaints.isEmpty else {
                let words = found.complaints.isEmpty
                    ? "it did not tell itself within \(patience) s" : found.complaints.joined(separator: "; ")
                throw .failed(words)
            }
            guard let terms = found.terms else { throw .failed("it told no fees") }
            let (maker, taker) = (terms.rates.makerFee * 100, terms.rates.takerFee * 100)
            return "is set as the safe list wants it; its fees are \(maker) % (maker) and \(taker) % (taker)"
        }
        report.look("budget") { () throws(HostError) in
            guard let (used, limit) = found.budget else { throw .failed("its file can't be read") }
            return "this machine used \(used) of \(limit) in this minute"
        }
        guard let clock = found.clock else { return }
        report.look("clock") { () throws(HostError) in
            let (ahead, error) = (clock.ahead.nanoseconds / 1_000_000, clock.error.nanoseconds / 1_000_000)
            let way = ahead < 0 ? "ahead of" : "behind"
            let words = "this machine's is \(abs(ahead)) ms \(way) the exchange's, within \(error) ms"
            guard abs(ahead) < 1000 else { throw .failed(words + ": set it, by NTP") }
            return words
        }
    }
}
