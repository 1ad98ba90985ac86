import Bus
import Configuration
import Files
import Glibc
import Hosting
import Market
import Stages
import Storage

/// A reload as its command carries it out: finds what runs, checks the changed files as a start would, hands
/// them to the supervisor, and waits until all processes go by them.
public struct Reload {
    /// What would change.
    public struct News: Sendable {
        /// Whether anything does.
        public var isNew = true
        /// The pairs of the new table, in its order.
        public var pairs: [String] = []
        public var added: [String] = []
        public var removed: [String] = []
        /// Pairs that are held and no longer traded.
        public var exitOnly: [String] = []
        /// What a person is told before it.
        public var lines: [String] = []

        /// In words.
        public var text: String {
            let parts = [("added", added), ("taken out", removed), ("managed to their exit", exitOnly)]
                .filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.joined(separator: ", "))" }
            return (["\(pairs.count) pairs"] + parts).joined(separator: "; ")
        }
    }

    /// How long it may take, ns: at an exchange that is slow, or makes it wait, more than a few seconds.
    private static let limit: Int64 = 120_000_000_000
    /// How long the supervisor may take to see it.
    private static let takingLimit: Int64 = 5_000_000_000

    private let runDirectory: String
    /// Two at once would each take the other's run for its own.
    private let lock: InstanceLock
    private let journal: RunJournal
    private let running: ProcessEnvironment

    /// Finds the run of a run directory, the standard one where none is named.
    public init(_ named: String?) throws(HostError) {
        (_, _, runDirectory) = try Self.find(named)
        do {
            lock = try InstanceLock(path: "\(runDirectory)/reload.lock", for: "strata reload")
        } catch .endpointInUse(_, let holder) {
            let who = holder.map { " (process \($0))" } ?? ""
            throw .failed(
                "another `strata reload` is at work there\(who), and this one changes nothing: try again "
                    + "once it has ended")
        } catch {
            throw .failed("\(error)")
        }
        // What ran before the lock may have been reloaded by another since.
        (journal, running, _) = try Self.find(named)
        guard !running.isLockstep else {
            throw .usage(
                "the run plays recorded data as fast as it goes, in lockstep: stop it, and start it with the "
                    + "changed files")
        }
    }

    /// What runs: its journal, what its processes were told, and its run directory.
    private static func find(
        _ named: String?
    ) throws(HostError) -> (RunJournal, ProcessEnvironment, String) {
        guard let journal = try RunJournal.all(inRunDirectory: named).first,
            let environment = journal.environment,
            InstanceLock.isHeld("\(environment.runDirectory)/supervisor.lock")
        else {
            throw .notRunning("no `strata up` is running there; the next one takes what the files say")
        }
        return (journal, environment, environment.runDirectory)
    }

    /// The environment of the run by the changed files: those it began with, or the named ones.
    public func environment(_ arguments: Arguments) throws(HostError) -> ProcessEnvironment {
        var environment = running
        environment.setup = ""
        environment.exitOnly = []
        environment.keepsState = true
        if let path = arguments["safe-list"] { environment.safeList = RealPath.existing(path) ?? path }
        if let path = arguments["config"] { environment.configuration = RealPath.existing(path) ?? path }
        if let path = arguments["instruments"] {
            guard !environment.feed.isLive else {
                throw .usage("--feed binance takes the filters from the exchange; leave --instruments out")
            }
            environment.instruments = RealPath.existing(path) ?? path
        }
        environment.symbols = arguments["symbols"] ?? environment.symbols
        if let fill = arguments["fill"] {
            environment.fill = try ProcessEnvironment.fill(option: fill)
        }
        return environment
    }

    /// The changed files; of a live market the exchange tells the filters, of the pairs before, too, so that
    /// what is held can be managed.
    public func files(_ environment: ProcessEnvironment) throws(HostError) -> SetupFiles {
        guard case .binance(let place) = environment.feed else { return try SetupFiles(environment) }
        var files = try SetupFiles(live: environment)
        let before = try SetupLoader.load(running).settings.instruments.instruments.map(\.name)
        try files.take(
            place, besides: before, symbols: environment.symbols.split(separator: ",").map(String.init),
            seconds: 20
        ) { _ in }
        return files
    }

    /// Looks at all that a start would look at, and at what changes.
    public func check(
        _ files: SetupFiles, _ given: ProcessEnvironment
    ) throws(HostError) -> News {
        var environment = given
        let before = try SetupLoader.load(running)
        var setup = try SetupLoader.load(files, environment)
        guard setup.settings.market == before.settings.market else {
            throw .configuration(
                "\"market\" is \(setup.settings.market) now, and the account is one of "
                    + "\(before.settings.market): stop the run, and start one with a --state of its own")
        }
        var news = News()
        if let books = try KeptBooks(running.stateDirectory, trading: setup.settings) {
            news.exitOnly = books.exitOnly.map(\.name)
            news.lines = books.lines
            if !books.exitOnly.isEmpty { setup = try books.takeIn(&environment, files) }
        }
        _ = try TacticGroups.symbols(environment.tacticInstances, setup.settings.instruments)
        if !environment.feed.isLive {
            _ = try DataSurvey(environment.data, setup.settings, to: environment.to)
        }
        let old = before.settings.symbols.filter { !$0.exitsOnly }.map(\.name)
        news.pairs = setup.settings.symbols.filter { !$0.exitsOnly }.map(\.name)
        news.added = news.pairs.filter { !old.contains($0) }
        news.removed = old.filter { !news.pairs.contains($0) && !news.exitOnly.contains($0) }
        news.isNew = setup.configurationHash != before.configurationHash
            || setup.instrumentHash != before.instrumentHash
        return news
    }

    // MARK: - Carrying it out

    /// Hands the files over, and waits until all processes go by them; answers how many seconds that took.
    public func carryOut(
        _ files: SetupFiles, _ environment: ProcessEnvironment
    ) throws(HostError) -> Double {
        sweep("\(running.stateDirectory)/output")
        let folder = "\(running.stateDirectory)/output/reload-\(getpid()).setup"
        try files.write(to: folder)
        let expected = try answering(nil)
        let order = ReloadOrder(environment, folder: folder)
        defer { order.discard() }
        let begun = MonotonicClock.now()
        try order.leave(in: runDirectory)
        try wait(begun, "the supervisor to take it up", Self.takingLimit) {
            !FileBytes.exists("\(runDirectory)/\(ReloadOrder.name)")
        }
        try wait(begun, "all processes to start again", Self.limit) { () throws(HostError) in
            try isDone(order, expected)
        }
        return Double((MonotonicClock.now() - begun) / 10_000_000) / 100
    }

    /// Removes what reloads left that were killed: this one alone is at work.
    private func sweep(_ output: String) {
        for name in FolderNames.all(in: output) where name.hasPrefix("reload-") && name.hasSuffix(".setup") {
            ReloadOrder(running, folder: "\(output)/\(name)").discard()
        }
    }

    private func wait(
        _ begun: Int64, _ what: String, _ limit: Int64, until holds: () throws(HostError) -> Bool
    ) throws(HostError) {
        while try !holds() {
            guard InstanceLock.isHeld("\(runDirectory)/supervisor.lock") else {
                throw .failed(
                    "the supervisor ended meanwhile; supervisor.log beside the other logs tells why")
            }
            guard MonotonicClock.now() < begun + limit else {
                ReloadOrder.withdraw(in: runDirectory)
                throw .timedOut(
                    "waited \(limit / 1_000_000_000) s for \(what): `strata status` and supervisor.log tell "
                        + "how it is")
            }
            usleep(50_000)
        }
    }

    /// The processes that answer; of a run alone where one is named.
    private func answering(_ run: UInt32?) throws(HostError) -> [String] {
        let word = run.map { "\"run\":\($0)," } ?? ""
        return try QueryClient(runDirectory: runDirectory).status(asJSON: true).filter { _, reply in
            guard case .answered(_, let payload) = reply else { return false }
            return word.isEmpty || String(decoding: payload, as: UTF8.self).contains(word)
        }.map(\.process)
    }

    /// Whether a later run is there, and all that answered before answer as its processes.
    private func isDone(_ order: ReloadOrder, _ expected: [String]) throws(HostError) -> Bool {
        if let why = order.refusal {
            throw .failed("the files were not taken up, and the run goes on with those before: \(why)")
        }
        guard let newest = RunJournal.all(inState: journal.state).first, newest.run > journal.run else {
            return false
        }
        let found = try answering(newest.run)
        return expected.allSatisfy(found.contains)
    }
}
