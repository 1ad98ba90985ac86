import Configuration
import Control
import Engine
import Files
import Hosting
import Market
import Messages
import Reports
import Stages

/// The system from its start to its end: one run, and one more on the same account each time that a person
/// has it take up changed files (`strata reload`).
struct UpRun {
    private let arguments: Arguments
    private let plan: ProcessPlan
    private let absent: [ProcessRank]
    private let outputs: RunOutputs
    private let logs: String

    /// One run: what it was asked for, and what it begins with.
    private struct Part {
        /// Without what follows from the files.
        var wanted: ProcessEnvironment
        let files: SetupFiles
        var environment: ProcessEnvironment
        var setup: ProcessSetup
        /// Of recorded data.
        var survey: DataSurvey?
        /// What a person is told of pairs that are only held.
        var heldLines: [String] = []
    }

    init(_ given: ProcessEnvironment, _ arguments: Arguments) throws(HostError) {
        self.arguments = arguments
        absent = try Self.replaced(arguments["without"])
        plan = try SetupLoader.plan(arguments["plan"] ?? given.configuration)
        outputs = try RunOutputs(arguments)
        let home = ProcessEnvironment.variable("STRATA_HOME").map { $0 + "/" } ?? ""
        logs = arguments["logs"] ?? home + "var/log"
    }

    /// Looks at everything before anything is touched, then starts it and stays with it.
    func run(_ given: ProcessEnvironment) throws(HostError) {
        // An exchange may take its time, or not be there: what can be known without it comes first.
        try checkApart(given)
        var part = try prepare(given, try Self.files(given))
        if given.feed.isLive { Output.note(TermsLine.text(part.setup.settings)) }
        if given.isLockstep { try SignalSources(part.setup.settings).checkLockstep() }
        let keepRuns = try arguments.whole("keep-runs", from: 0)
        let keepMebibytes = try arguments.whole("keep-mib", from: 0)
        try checkMachine(part.environment)
        let lock = try RunLock(part.environment)
        part.environment.runDirectory = lock.runDirectory
        part.wanted.runDirectory = lock.runDirectory
        try FileBytes.makeFolder(logs)
        ReloadOrder.withdraw(in: lock.runDirectory)
        try RunState.begin(&part.environment, part.setup.settings, part.files)
        let kept = KeptStates(beside: given.stateDirectory, runs: keepRuns, mebibytes: keepMebibytes)
        for line in kept.lines { Output.note(line) }
        try withExtendedLifetime(lock) { () throws(HostError) in try goThrough(part, kept) }
    }

    /// One run after the other. After a reload each writes files of its own.
    private func goThrough(_ first: Part, _ kept: KeptStates) throws(HostError) {
        var (part, outputs) = (first, outputs)
        while true {
            let (summary, failure, order) = try supervise(part, outputs.journal)
            try SummaryOptions.write(summary, arguments, to: outputs.summary)
            guard failure == nil, let order else {
                Output.note(kept.ending)
                if let failure { throw failure }
                if let survey = part.survey { try DataLines.tellLast(survey) }
                return
            }
            part = try next(order, part)
            outputs = try RunOutputs(arguments, afterReload: part.environment.run)
        }
    }

    private func supervise(
        _ part: Part, _ journal: OutputFile?
    ) throws(HostError) -> (RunSummary, HostError?, ReloadOrder?) {
        var up = UpOptions(environment: part.environment, programs: Supervisor.programFolder(), logs: logs)
        up.journal = journal
        for line in part.heldLines { Output.complain(line) }
        up.absent = absent
        up.plan = plan
        let hash = part.survey == nil ? 0 : RecordedData.hash(part.environment.data, part.setup.settings)
        let supervisor = try Supervisor(up, part.setup, dataHash: hash)
        let (summary, failure) = supervisor.run()
        return (summary, failure, supervisor.reload)
    }

    // MARK: - What a run begins with

    /// What a run has by its files, checked; nothing is touched.
    private func prepare(
        _ wanted: ProcessEnvironment, _ files: SetupFiles
    ) throws(HostError) -> Part {
        var environment = wanted
        environment.setup = ""
        environment.plan = plan.text
        let setup = try SetupLoader.load(files, environment)
        var part = Part(wanted: wanted, files: files, environment: environment, setup: setup)
        if wanted.keepsState, let books = try KeptBooks(wanted.stateDirectory, trading: setup.settings) {
            if !books.exitOnly.isEmpty { part.setup = try books.takeIn(&part.environment, files) }
            part.heldLines = books.lines
        }
        let settings = part.setup.settings
        _ = try TacticGroups.symbols(part.environment.tacticInstances, settings.instruments)
        if !wanted.feed.isLive { part.survey = try survey(part.environment, settings) }
        return part
    }

    /// The run that goes on with the account by changed files; by those before where they can't be taken up
    /// any more, as when the account came to hold what they don't know.
    private func next(_ order: ReloadOrder, _ before: Part) throws(HostError) -> Part {
        var wanted = before.wanted
        wanted.keepsState = true
        wanted.from = ""
        let changed = order.applied(to: wanted)
        do {
            return try begin(changed, try SetupFiles(changed))
        } catch {
            Output.complain("the changed files can't be taken up, and it goes on with those before: \(error)")
            order.refuse(error)
            return try begin(wanted, before.files)
        }
    }

    private func begin(
        _ wanted: ProcessEnvironment, _ files: SetupFiles
    ) throws(HostError) -> Part {
        var part = try prepare(wanted, files)
        try RunState.begin(&part.environment, part.setup.settings, files)
        return part
    }

    /// What the run is configured by; of a live market the exchange tells the filters.
    private static func files(_ environment: ProcessEnvironment) throws(HostError) -> SetupFiles {
        guard case .binance(let place) = environment.feed else { return try SetupFiles(environment) }
        var files = try SetupFiles(live: environment)
        let held = environment.keepsState ? try KeptBooks.openPairs(in: environment.stateDirectory) : []
        try files.take(
            place, besides: held, symbols: environment.symbols.split(separator: ",").map(String.init)
        ) { Output.complain($0) }
        return files
    }

    /// Looks through the recorded data, and tells what is wrong with it.
    private func survey(
        _ environment: ProcessEnvironment, _ settings: Settings
    ) throws(HostError) -> DataSurvey {
        let survey = try DataSurvey(environment.data, settings, from: environment.from, to: environment.to)
        try DataLines.tell(survey, settings)
        return survey
    }

    /// The machine must have what all processes together need, and room on every disk that is written to.
    private func checkMachine(_ environment: ProcessEnvironment) throws(HostError) {
        try MachineLimits.check()
        try DiskWatch.checkStart(
            environment.leastFree, [environment.stateDirectory, logs] + outputs.folders
                + (environment.recording.isEmpty ? [] : [environment.recording]))
    }

    /// What is written must not lie in the folder that the run sets aside.
    private func checkApart(_ environment: ProcessEnvironment) throws(HostError) {
        let place = try StatePlace(environment.stateDirectory, isKept: environment.keepsState)
        try outputs.checkOutside(place)
        try place.checkApart("--logs", logs)
        try place.checkApart("--run-dir", environment.runDirectory)
        guard !environment.recording.isEmpty else { return }
        try place.checkApart("--record", environment.recording)
        try RecordingFiles.check(environment.recording)
    }

    /// The processes that a program of somebody else stands in for.
    private static func replaced(_ names: String?) throws(HostError) -> [ProcessRank] {
        try (names ?? "").split(separator: ",").map { (name) throws(HostError) in
            guard let rank = ProcessRank.processes.first(where: { $0.name == name }) else {
                let known = ProcessRank.processes.map(\.name).joined(separator: ", ")
                throw .usage("--without names \(ForeignText.quoted(String(name))); expected one of \(known)")
            }
            return rank
        }
    }
}
