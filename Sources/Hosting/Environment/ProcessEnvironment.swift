import Bus
import Configuration
import Delivery
import Engine
import Files
import Glibc
import Market
import Messages
import Stages
import Telemetry

/// What a process is told by whoever starts it: the supervisor, a script, systemd or supervisord.
/// Each variable has a default, so that a process can be started by hand.
public struct ProcessEnvironment: Sendable {
    /// STRATA_RUN_DIR: the private folder of the sockets.
    public var runDirectory: String
    /// STRATA_STATE_DIR: the folder of what is durable.
    public var stateDirectory: String
    /// STRATA_CONFIG: strata.json; empty where there is none.
    public var configuration: String
    /// STRATA_SAFE_LIST.
    public var safeList: String
    /// STRATA_INSTRUMENTS.
    public var instruments: String
    /// STRATA_SETUP: the folder with the run's own copies of those three, made when it began, by which all of
    /// its processes go; empty where they are read where they are.
    public var setup: String
    /// STRATA_RUN: the run's number.
    public var run: UInt32
    /// STRATA_INSTANCE: which instance of the process this is, from 0.
    public var instance: Int
    /// STRATA_STAGES: those that the process serves, as in "l2-tactic,l1-operational"; empty where it is the
    /// one that its program is called by. A name alone means all of its instances, "l2-tactic.0" one.
    public var stages: String
    /// STRATA_PLAN: which stages of the run share a process (`ProcessPlan.text`): the program that wrote a
    /// journal is asked to read it again.
    public var plan: String
    /// STRATA_PROCESS: its name in logs where it serves several.
    public var processName: String
    /// STRATA_L2_INSTANCES: the symbols of each instance of l2-tactic, as in "BTC/USDT;ETH/USDT,SOL/USDT".
    public var tacticInstances: [[String]]
    /// STRATA_LOG_LEVEL.
    public var logLevel: String
    /// STRATA_DATA: folder of recorded data; the feed handler's.
    public var data: String
    /// STRATA_SPEED: event time per wall time; 0 is as fast as it goes.
    public var speed: Double
    /// STRATA_FROM, STRATA_TO, STRATA_SYMBOLS: which part of the data.
    public var from: String
    public var to: String
    public var symbols: String
    /// STRATA_EPOCH: start number of this process; 0 where it counts its starts itself.
    public var epoch: UInt32
    /// STRATA_EXPECT: how many processes the feed waits for before it begins.
    public var expected: Int
    /// STRATA_MODE: PAPER, REPLAY or LIVE.
    public var mode: TradingMode
    /// STRATA_LOCKSTEP: 1 waits for a conductor's word for each step; 0 runs free.
    public var isLockstep: Bool
    /// STRATA_KEEP_STATE: 1 goes on with the state of the run before.
    public var keepsState: Bool
    /// STRATA_EXIT_ONLY: pairs that are held and not traded any more, as in "ETH/USDT=3,SOL/USDT"
    /// (`HeldPair`).
    public var exitOnly: [HeldPair]
    /// STRATA_MIN_FREE_MIB: room on the state folder's disk below which trading halts, MiB; 0 never.
    public var leastFree: Int
    /// STRATA_LOG_FILE: the file that is the process's standard error, which it renames when it is large;
    /// empty where somebody else looks after it.
    public var logFile: String
    /// STRATA_LOG_MIB, STRATA_LOG_COUNT: how large it may get, MiB, and how many there are of it.
    public var logMebibytes: Int
    public var logCount: Int
    /// STRATA_FAULTS: what tests let go wrong where frames come in, as in "drop=0.02,double=0.02,seed=7"
    /// (`FrameFaults`); refused where real orders could follow.
    public var faults: String
    /// STRATA_VENUE: for tests, the venue that the executor trades at, as in
    /// "scripted:seed=7,late=0.2,gone=3600+600" (`VenueChoice`); the paper venue where it is empty.
    public var venue: String
    /// STRATA_FEED: where market data comes from, as in "binance:mainnet" (`FeedChoice`); the recorded
    /// data where it is empty.
    public var feed: FeedChoice
    /// STRATA_CLOCK: whose time a live run has, as in "venue:60" (`ClockChoice`); the machine's where it is
    /// empty.
    public var clock: ClockChoice
    /// STRATA_RECORD: the folder in which the feed handler records what a live market tells; empty for none.
    public var recording: String
    /// STRATA_FILL: how the paper venue fills, as in "book"; as the settings say where it is empty.
    public var fill: FillRule?

    /// Reads the environment; a number that is none is an error that names its variable.
    public init(_ read: (String) -> String? = ProcessEnvironment.variable) throws(HostError) {
        let home = read("STRATA_HOME").map { $0.isEmpty ? "" : $0 + "/" } ?? ""
        runDirectory = read("STRATA_RUN_DIR") ?? ""
        stateDirectory = read("STRATA_STATE_DIR") ?? home + "var/state"
        configuration = read("STRATA_CONFIG") ?? ""
        safeList = read("STRATA_SAFE_LIST") ?? home + "safe_list.json"
        instruments = read("STRATA_INSTRUMENTS") ?? home + "samples/instruments.json"
        setup = read("STRATA_SETUP") ?? ""
        run = try Self.number(read, "STRATA_RUN", 1)
        instance = try Self.number(read, "STRATA_INSTANCE", 0)
        stages = read("STRATA_STAGES") ?? ""
        processName = read("STRATA_PROCESS") ?? ""
        plan = read("STRATA_PLAN") ?? ""
        let groups = read("STRATA_L2_INSTANCES") ?? ""
        tacticInstances = groups.split(separator: ";").map { $0.split(separator: ",").map(String.init) }
        logLevel = try Self.logLevel(read)
        data = read("STRATA_DATA") ?? home + "samples/klines"
        speed = try Self.speed(read)
        from = read("STRATA_FROM") ?? ""
        to = read("STRATA_TO") ?? ""
        symbols = read("STRATA_SYMBOLS") ?? ""
        epoch = try Self.number(read, "STRATA_EPOCH", 0)
        expected = try Self.number(read, "STRATA_EXPECT", 5 + max(1, tacticInstances.count))
        mode = try Self.mode(read)
        keepsState = try Self.flag(read, "STRATA_KEEP_STATE")
        isLockstep = try Self.flag(read, "STRATA_LOCKSTEP")
        exitOnly = try Self.pairs(read, "STRATA_EXIT_ONLY")
        leastFree = try Self.number(read, "STRATA_MIN_FREE_MIB", DiskWatch.standardLeast)
        logFile = read("STRATA_LOG_FILE") ?? ""
        logMebibytes = try Self.number(read, "STRATA_LOG_MIB", LogFile.Limit.standard.bytes >> 20)
        logCount = try Self.number(read, "STRATA_LOG_COUNT", LogFile.Limit.standard.count)
        (faults, venue) = try Self.testing(read, mode)
        (feed, recording) = try Self.market(read, isLockstep)
        clock = try ClockChoice(read("STRATA_CLOCK") ?? "")
        fill = try Self.fill(read("STRATA_FILL"), named: "STRATA_FILL")
        try Self.check(clock, feed)
    }

    /// How the paper venue fills, by an option or a variable; `nil` where the settings say it.
    public static func fill(_ text: String?, named name: String) throws(HostError) -> FillRule? {
        guard let text, !text.isEmpty else { return nil }
        guard let fill = FillRule(rawValue: text) else {
            let known = FillRule.allCases.map(\.rawValue).joined(separator: " or ")
            throw .usage("\(name) is \(ForeignText.quoted(text)); expected \(known)")
        }
        return fill
    }

    /// The same by `--fill`, which says something where it is there.
    public static func fill(option text: String) throws(HostError) -> FillRule? {
        guard !text.isEmpty else {
            let words = FillRule.allCases.map(\.rawValue).joined(separator: " or ")
            throw .usage("--fill says nothing; expected \(words)")
        }
        return try fill(text, named: "--fill")
    }

    /// Where market data comes from, and where it is recorded.
    private static func market(
        _ read: (String) -> String?, _ isLockstep: Bool
    ) throws(HostError) -> (FeedChoice, recording: String) {
        let feed = try FeedChoice(read("STRATA_FEED") ?? "")
        guard !feed.isLive || !isLockstep else {
            throw .configuration(
                "STRATA_FEED is \(feed.text), which is live: it can't be led in lockstep (STRATA_LOCKSTEP)")
        }
        let recording = read("STRATA_RECORD") ?? ""
        guard recording.isEmpty || feed.isLive else {
            throw .configuration(
                "STRATA_RECORD is \(ForeignText.quoted(recording)), and nothing is live that could be "
                    + "recorded (STRATA_FEED)")
        }
        return (feed, recording)
    }

    /// Another time than the machine's is for a simulator on this machine alone: no order may follow from it.
    private static func check(_ clock: ClockChoice, _ feed: FeedChoice) throws(HostError) {
        guard clock != .wall, feed.onThisMachine == nil else { return }
        throw .configuration(
            "STRATA_CLOCK is \(clock.text), and STRATA_FEED \(ForeignText.quoted(feed.text)); expected a "
                + "simulator on this machine, as in binance:http://127.0.0.1:8180")
    }

    private static func logLevel(_ read: (String) -> String?) throws(HostError) -> String {
        let name = read("STRATA_LOG_LEVEL") ?? "INFO"
        guard LogLevel(name: name) != nil else {
            throw .configuration(
                "STRATA_LOG_LEVEL is \(ForeignText.quoted(name)); expected DEBUG, INFO, WARNING or ERROR")
        }
        return name
    }

    private static func speed(_ read: (String) -> String?) throws(HostError) -> Double {
        let text = read("STRATA_SPEED") ?? "1"
        guard let speed = Double(text), speed >= 0, speed.isFinite else {
            throw .configuration(
                "STRATA_SPEED is \(ForeignText.quoted(text)); "
                    + "expected a number from 0 (0: as fast as it goes)")
        }
        return speed
    }

    private static func mode(_ read: (String) -> String?) throws(HostError) -> TradingMode {
        let text = read("STRATA_MODE") ?? "PAPER"
        let expected = "STRATA_MODE is \(ForeignText.quoted(text)); expected PAPER, REPLAY or TESTNET"
        guard let mode = TradingMode(named: text) else { throw .configuration(expected) }
        guard mode == .live, let until = TradingGate.closedUntil else { return mode }
        throw .configuration("\(expected). LIVE is refused in this build until \(until)")
    }

    /// What tests alone set: the faults of frames and the venue, both checked.
    private static func testing(
        _ read: (String) -> String?, _ mode: TradingMode
    ) throws(HostError) -> (faults: String, venue: String) {
        let faults = read("STRATA_FAULTS") ?? ""
        _ = try FrameFaults(faults)
        let venue = read("STRATA_VENUE") ?? ""
        let choice = try VenueChoice(venue)
        guard mode.tradesAccount else {
            guard choice != .binance else {
                throw .configuration("STRATA_VENUE is \"binance\"; expected that in mode TESTNET alone")
            }
            return (faults, venue)
        }
        guard faults.isEmpty, choice == .binance else {
            throw .configuration(
                "STRATA_MODE is \(mode.name); expected STRATA_VENUE to be binance, and no STRATA_FAULTS")
        }
        return (faults, venue)
    }

    /// The run directory, or the standard one where none is named.
    var privateRunDirectory: String {
        runDirectory.isEmpty ? RunDirectory.standardPath() : runDirectory
    }

    /// The stages that a program serves; one that the topology lacks would decide twice what another one
    /// decides.
    func members(of rank: ProcessRank) throws(HostError) -> [Topology.Member] {
        let all = Topology(tacticInstances: tacticInstances.count).members
        guard !stages.isEmpty else {
            let own = Topology.Member(rank: rank, instance: instance)
            guard all.contains(own) else {
                throw .configuration(
                    "STRATA_INSTANCE is \(instance); \(rank.name) has \(all.count { $0.rank == rank }) "
                        + "instance(s), counted from 0")
            }
            return [own]
        }
        var members: [Topology.Member] = []
        for name in stages.split(separator: ",") {
            let found = all.filter { $0.name == name || $0.rank.name == name }
            guard !found.isEmpty, !found.contains(where: members.contains) else {
                throw .configuration(
                    "STRATA_STAGES holds \(ForeignText.quoted(String(name))); expected each stage once, of "
                        + ProcessRank.processes.map(\.name).joined(separator: ", "))
            }
            members += found
        }
        return members.sorted { ($0.rank.rawValue, $0.instance) < ($1.rank.rawValue, $1.instance) }
    }

    /// Takes ./strata.json where no other file is named; answers what a person is told of it.
    @discardableResult
    public mutating func findConfiguration() -> String? {
        guard configuration.isEmpty, FileBytes.exists("strata.json") else { return nil }
        configuration = "strata.json"
        return "settings: ./strata.json"
    }

    private static func flag(_ read: (String) -> String?, _ name: String) throws(HostError) -> Bool {
        let text = read(name) ?? "0"
        guard ["0", "1", ""].contains(text) else {
            throw .configuration("\(name) is \(ForeignText.quoted(text)); expected 1 or 0")
        }
        return text == "1"
    }

    private static func pairs(
        _ read: (String) -> String?, _ name: String
    ) throws(HostError) -> [HeldPair] {
        try (read(name) ?? "").split(separator: ",").map { (text) throws(HostError) in
            guard let pair = HeldPair(text) else {
                throw .configuration(
                    "\(name) holds \"\(text)\"; expected pairs with their leverage, as in "
                        + "\"ETH/USDT=3,SOL/USDT\"")
            }
            return pair
        }
    }

    /// A variable of this process.
    public static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return String(cString: value)
    }

    /// How large its log may get.
    package var logLimit: LogFile.Limit { LogFile.Limit(mebibytes: logMebibytes, count: logCount) }

    private static func number<T: FixedWidthInteger>(
        _ read: (String) -> String?, _ name: String, _ standard: T
    ) throws(HostError) -> T {
        guard let text = read(name), !text.isEmpty else { return standard }
        guard let value = T(text), value >= 0 else {
            throw .configuration("\(name) is \(ForeignText.quoted(text)); expected a whole number from 0")
        }
        return value
    }

    /// The same as variables, for a child.
    public var variables: [(String, String)] {
        [
            ("STRATA_RUN_DIR", runDirectory), ("STRATA_STATE_DIR", stateDirectory),
            ("STRATA_CONFIG", configuration), ("STRATA_SAFE_LIST", safeList),
            ("STRATA_INSTRUMENTS", instruments), ("STRATA_SETUP", setup), ("STRATA_RUN", "\(run)"),
            ("STRATA_INSTANCE", "\(instance)"),
            ("STRATA_STAGES", stages), ("STRATA_PROCESS", processName), ("STRATA_PLAN", plan),
            ("STRATA_L2_INSTANCES", tacticInstances.map { $0.joined(separator: ",") }.joined(separator: ";")),
            ("STRATA_LOG_LEVEL", logLevel), ("STRATA_DATA", data), ("STRATA_SPEED", "\(speed)"),
            ("STRATA_FROM", from), ("STRATA_TO", to), ("STRATA_SYMBOLS", symbols),
            ("STRATA_EPOCH", epoch == 0 ? "" : "\(epoch)"),
            ("STRATA_EXPECT", "\(expected)"), ("STRATA_MODE", mode.name),
            ("STRATA_KEEP_STATE", keepsState ? "1" : "0"),
            ("STRATA_EXIT_ONLY", exitOnly.map(\.text).joined(separator: ",")),
            ("STRATA_LOCKSTEP", isLockstep ? "1" : "0"), ("STRATA_MIN_FREE_MIB", "\(leastFree)"),
            ("STRATA_LOG_FILE", logFile), ("STRATA_LOG_MIB", "\(logMebibytes)"),
            ("STRATA_LOG_COUNT", "\(logCount)"), ("STRATA_FAULTS", faults), ("STRATA_VENUE", venue),
            ("STRATA_FEED", feed.text), ("STRATA_CLOCK", clock.text), ("STRATA_RECORD", recording),
            ("STRATA_FILL", fill?.rawValue ?? ""),
        ]
    }
}
