import Bus
import CLinux
import Configuration
import Cores
import Engine
import Files
import Glibc
import Journals
import Market
import Messages
import Sealing
import Stages
import Storage
import Telemetry

/// What the `main.swift` of each of the seven processes calls.
public enum ProcessRunner {
    /// Runs a process until it is asked to stop; answers its exit code.
    public static func main(_ rank: ProcessRank) -> Int32 {
        if CommandLine.arguments.dropFirst().contains(where: { $0 == "--help" || $0 == "-h" }) {
            Log.say(help(rank))
            return 0
        }
        if CommandLine.arguments.contains("--version") {
            Log.say(StrataVersion.text(of: rank.name) + "\n")
            return 0
        }
        let folder = word(after: "--audit")
        let asJSON = folder != nil && CommandLine.arguments.contains("--json")
        do {
            let environment = try ProcessEnvironment()
            prepare()
            try MachineLimits.check()
            if let folder {
                let found = try audit(auditedStage() ?? rank, environment, folder)
                Log.say(asJSON ? "{\"ok\":true,\"found\":\(ForeignText.json(found.trimmingEnd))}\n" : found)
            } else {
                try run(try environment.members(of: rank), environment)
            }
            return 0
        } catch {
            if asJSON {
                Log.say(error.json + "\n")
            } else {
                Log(process: rank.name).write(.error, error.description)
            }
            return error.exitCode
        }
    }

    private static func help(_ rank: ProcessRank) -> String {
        """
        \(rank.name): one process of Strata. `strata up` starts all seven; by hand, start each like this:

            STRATA_RUN_DIR=/run/user/1000/strata STRATA_RUN=1 \(rank.name)

        It takes its settings from the environment; deploy/README.md lists the variables. With --audit FOLDER
        it makes its outputs again from that journal and says whether they are what they were; --stage NAME
        where the journal is another stage's that shared its process.

        """
    }

    private static func word(after option: String) -> String? {
        let words = CommandLine.arguments
        guard let place = words.firstIndex(of: option), place + 1 < words.count else { return nil }
        return words[place + 1]
    }

    /// Another stage than the program's own, where both shared its process.
    private static func auditedStage() -> ProcessRank? {
        word(after: "--stage").flatMap { name in ProcessRank.processes.first { $0.name == name } }
    }

    /// Handles again what a journal says that this process handled.
    private static func audit(
        _ rank: ProcessRank, _ environment: ProcessEnvironment, _ folder: String
    ) throws(HostError) -> String {
        _ = try environment.members(of: rank)
        let setup = try SetupLoader.load(environment)
        let endpoints: Endpoints
        do {
            endpoints = Endpoints(
                Topology(tacticInstances: environment.tacticInstances.count),
                in: try RunDirectory(path: RunDirectory.standardPath()))
        } catch {
            throw .failed("\(error)")
        }
        let member = Topology.Member(rank: rank, instance: environment.instance)
        if FreeReplay.isMeant(folder) {
            var replay = FreeReplay(folder, member, endpoints, setup, environment) {
                (run, epoch) throws(HostError) in
                var own = environment
                (own.run, own.epoch) = (run, epoch)
                return try makeEngine(rank, own, setup, ids: .free(epoch: epoch, counter: 0))
            }
            return try replay.replay()
        }
        var replay = JournalReplay(folder, member, endpoints, setup, environment) {
            (run) throws(HostError) in
            var own = environment
            own.run = run
            return try makeEngine(rank, own, setup, ids: .ordered)
        }
        return try replay.replay()
    }

    /// Private files, no core dump, and an end when the supervisor is gone.
    private static func prepare() {
        umask(0o077)
        ProgramStart.prepare()
        // A file that has reached its limit is a full disk, no reason to die.
        signal(SIGXFSZ, SIG_IGN)
        let starter = ProcessEnvironment.variable("STRATA_SUPERVISED")
        guard let supervisor = starter.flatMap(pid_t.init) else { return }
        _ = strata_end_with_parent(SIGTERM)
        // It may have died before this process could ask to be told.
        if getppid() != supervisor { exit(1) }
    }

    private static func run(
        _ members: [Topology.Member], _ given: ProcessEnvironment
    ) throws(HostError) {
        do { try StateFolder.claim(given.stateDirectory) } catch { throw .configuration("\(error)") }
        let keys = try KeyIntake.keys(for: members.map(\.rank), given)
        let setup = try SetupLoader.load(given)
        let name = given.processName.isEmpty ? members[0].name : given.processName
        let log = Log(process: name, level: LogLevel(name: given.logLevel) ?? .info)
        if !given.isLockstep { Courtesy.of(members.map(\.rank)).apply() }
        let shell = try ProcessShell(members, given, log)
        var served: [Hosted] = []
        var market: BinanceMarket?
        if case .binance(let place) = given.feed, members.contains(where: { $0.rank == .feedHandler }) {
            market = try liveMarket(place, given, setup, shell, log)
            if market == nil { return }
        }
        for member in members {
            var environment = given
            environment.instance = member.instance
            environment.epoch = try StartCounter.next(member.rank, environment)
            let keys = keys.flatMap { $0.of(member.rank) }
            let hosted = given.isLockstep
                ? try lockstep(member, shell, environment, setup, keys)
                : try free(member, shell, environment, setup, keys, market)
            guard let hosted else { return }
            served.append(hosted)
        }
        try shell.run(served.map(\.loop))
        for stage in served { try stage.leave() }
    }

    /// One stage of the process, and what is left of it at the end.
    private struct Hosted {
        let loop: any ProcessLoop
        let leave: () throws(HostError) -> Void
    }

    private static func free(
        _ member: Topology.Member, _ shell: ProcessShell, _ given: ProcessEnvironment, _ setup: ProcessSetup,
        _ keys: Keys?, _ market: BinanceMarket?
    ) throws(HostError) -> Hosted? {
        var environment = given
        let (rank, name) = (member.rank, member.name)
        let journal = try journal(of: member, environment, setup, isLive: market != nil)
        // Who goes on exactly is the same start to all others: its topics and ids count on.
        if let tail = journal?.tail { environment.epoch = tail.mark.epoch }
        var engine = try makeEngine(
            rank, environment, setup, ids: .free(epoch: environment.epoch, counter: 0))
        let still = StandStill(Log(process: name))
        still.alarm = HaltCall(by: name, rank, runDirectory: environment.runDirectory).make
        let (records, kept) = try durable(rank, environment, setup, still)
        engine.recover(kept)
        engine.records = records
        let log = Log(process: name, level: LogLevel(name: environment.logLevel) ?? .info)
        let host = try ProcessHost(
            member, in: shell, environment, setup, engine: engine, keys: keys, still, log)
        if rank == .feedHandler {
            if let market { host.play(market) } else { host.core.feed = try feed(environment, setup) }
        }
        host.records = records
        do {
            host.core.lastFills = try records?.lastFills(kept) ?? []
            host.core.keptUntil = try records?.endedAt() ?? .zero
        } catch {
            throw .failed("\(error)")
        }
        if records != nil {
            host.disk = DiskWatch(environment.stateDirectory, leastMebibytes: environment.leastFree)
        }
        if let journal { try host.resume(journal) }
        if rank == .executor, try !trade(host, shell, environment, setup, log) { return nil }
        return Hosted(loop: host) { () throws(HostError) in
            try LearnedState.leave(host.core.engine, run: environment.run, in: environment.stateDirectory)
            records?.end(at: host.core.engine.time)
        }
    }

    /// Where a stage's inputs are written down; `nil` for the feed handler of a live market.
    private static func journal(
        of member: Topology.Member, _ environment: ProcessEnvironment, _ setup: ProcessSetup, isLive: Bool
    ) throws(HostError) -> FreeJournal? {
        guard member.rank != .feedHandler || !isLive else { return nil }
        return try FreeJournal.open(
            "\(environment.stateDirectory)/free-journal/\(member.name)", setup.settings.instruments,
            setup.header(source: member.name, environment), Log(process: member.name))
    }

    private static func lockstep(
        _ member: Topology.Member, _ shell: ProcessShell, _ environment: ProcessEnvironment,
        _ setup: ProcessSetup, _ keys: Keys?
    ) throws(HostError) -> Hosted {
        let rank = member.rank
        try SignalSources(setup.settings).checkLockstep()
        let venue = try VenueChoice(environment.venue)
        guard !venue.isOutside else {
            throw .configuration(
                "STRATA_VENUE is \(venue.name), a venue with I/O; lockstep takes one that is a stage: paper "
                    + "or scripted")
        }
        var engine = try makeEngine(rank, environment, setup, ids: .ordered)
        let (records, kept) = try durable(rank, environment, setup, StandStill(Log(process: rank.name)))
        engine.records = records
        let host = try LockstepHost(member, in: shell, environment, setup, engine: engine, keys: keys)
        if rank == .feedHandler { host.feed = try lockstepFeed(environment, setup) }
        host.core.records = records
        host.recovered = kept
        return Hosted(loop: host) { () throws(HostError) in
            try LearnedState.leave(host.core.engine, run: environment.run, in: environment.stateDirectory)
            records?.end(at: host.eventTime)
        }
    }

    private static func makeEngine(
        _ rank: ProcessRank, _ environment: ProcessEnvironment, _ setup: ProcessSetup, ids: EventIDs
    ) throws(HostError) -> InProcessHost {
        var engine = InProcessHost(ids: ids)
        StageFactory.add(
            rank, to: &engine, setup.settings, run: environment.run, instance: environment.instance,
            deciding: try deciding(environment, setup.settings), venue: try VenueChoice(environment.venue))
        LearnedState.takeOver(
            environment.stateDirectory, run: environment.run, into: &engine, Log(process: rank.name))
        return engine
    }

    /// The symbols of this instance of L2.
    private static func deciding(_ environment: ProcessEnvironment, _ settings: Settings) throws(HostError)
        -> [SymbolID]
    {
        let groups = try TacticGroups.symbols(environment.tacticInstances, settings.instruments)
        return environment.instance < groups.count ? groups[environment.instance] : []
    }

    /// Opens the database of a process that keeps one, and reads what is kept in it.
    private static func durable(
        _ rank: ProcessRank, _ environment: ProcessEnvironment, _ setup: ProcessSetup, _ still: StandStill
    ) throws(HostError) -> (sink: StoredRecords?, kept: [Record]) {
        guard rank == .executor || rank == .riskManager else { return (nil, []) }
        try FileBytes.makeFolder(environment.stateDirectory)
        do {
            let store = try RecordStore(
                "\(environment.stateDirectory)/\(rank.name).sqlite", instruments: setup.settings.instruments)
            let kept = try store.load()
            if kept.isEmpty, environment.keepsState, rank == .executor {
                Log(process: rank.name).write(
                    .warning,
                    "no books are kept in \(store.path): the account begins with "
                        + "\(setup.settings.capital) USDT")
            }
            try store.setRun(environment.run)
            for symbol in setup.settings.symbols where rank == .executor {
                try store.setLeverage(symbol.leverage, of: symbol.name)
            }
            let records = StoredRecords(store, still)
            try records.findPlace(run: environment.run)
            return (records, kept)
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func liveMarket(
        _ place: FeedChoice.Place, _ given: ProcessEnvironment, _ setup: ProcessSetup,
        _ shell: ProcessShell, _ log: Log
    ) throws(HostError) -> BinanceMarket? {
        do {
            let told = try ToldCandles(
                in: given.stateDirectory, run: given.run, setup.settings.instruments)
            if let problem = told.problem { log.write(.warning, problem) }
            return try BinanceMarket(
                place, given.clock, setup.settings, recording: given.recording, after: told,
                in: shell.reactor, log)
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func feed(_ environment: ProcessEnvironment, _ setup: ProcessSetup) throws(HostError)
        -> FeedDriver
    {
        let source = try RecordedData.open(
            environment.data, setup.settings, from: environment.from, to: environment.to)
        do {
            return try FeedDriver(
                RecordedFeed(source), setup.settings, speed: environment.speed,
                expected: environment.expected,
                log: Log(process: "feed-handler.0", level: LogLevel(name: environment.logLevel) ?? .info))
        } catch {
            throw .data("\(error)")
        }
    }

    private static func lockstepFeed(
        _ environment: ProcessEnvironment, _ setup: ProcessSetup
    ) throws(HostError) -> LockstepFeed {
        let source = try RecordedData.open(
            environment.data, setup.settings, from: environment.from, to: environment.to)
        do {
            return try LockstepFeed(RecordedFeed(source), setup.settings)
        } catch {
            throw .data("\(error)")
        }
    }
}
