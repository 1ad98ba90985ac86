import Configuration
import Hosting
import Market
import Stages
import Storage

/// Begins a run: raises its number and makes its state folder ready.
public enum RunState {
    /// Raises the run's number; renames the old state folder, or goes on with it where the environment
    /// says so, from the moment where it ended. Data older than the kept state is refused with both times,
    /// and so is no data at all, before anything is touched.
    ///
    /// A halt that a person asked for holds until a person resumes: a run that would begin anew beside it is
    /// refused. The run's own copies of its files are written into the folder; its processes go by those.
    public static func begin(
        _ environment: inout ProcessEnvironment, _ settings: Settings, _ files: SetupFiles
    ) throws(HostError) {
        if !environment.keepsState {
            try refuseAccount(environment.stateDirectory)
            try refuseHalted(environment.stateDirectory)
        }
        let folder = environment.stateDirectory
        let ended = environment.keepsState ? try KeptBooks(folder, trading: settings)?.ended : nil
        if !environment.feed.isLive {
            if let ended, environment.from.isEmpty { environment.from = "\(ended + .seconds(1))" }
            try check(first: firstEvent(environment, settings), after: ended)
        }
        do {
            let run = try RunCounter(in: parent(of: environment.stateDirectory)).raise()
            environment.run = run
            try StateFolder.prepare(environment.stateDirectory, run: run, keep: environment.keepsState)
        } catch {
            throw .failed("\(error)")
        }
        environment.setup = RunJournal(state: folder, run: environment.run).setup
        try files.write(to: environment.setup)
    }

    private static func firstEvent(
        _ environment: ProcessEnvironment, _ settings: Settings
    ) throws(HostError) -> Timestamp? {
        var source = try RecordedData.open(
            environment.data, settings, from: environment.from, to: environment.to)
        return try RecordedData.first(&source)
    }

    private static func check(first: Timestamp?, after ended: Timestamp?) throws(HostError) {
        switch (first, ended) {
        case (nil, nil): throw .data("there is no data between these times")
        case (nil, let ended?):
            throw .data(
                "the kept state ends at \(ended), and the data holds nothing later between these times: "
                    + "give a later --to or other --data, or start without --keep-state")
        case (let first?, let ended?) where first <= ended:
            throw .data(
                "the kept state ends at \(ended), but the data begins at \(first): "
                    + "give --from a later time, or start without --keep-state")
        default: return
        }
    }

    private static func refuseAccount(_ folder: String) throws(HostError) {
        guard AccountMark.isThere(in: folder) else { return }
        throw .failed(
            "\(folder) holds the books of an account at the exchange: `strata up` does not begin anew there. "
                + "Name another folder with --state, or go on with the account by --mode testnet")
    }

    private static func refuseHalted(_ folder: String) throws(HostError) {
        guard let halt = try KeptBooks.halt(in: folder) else { return }
        throw .failed(
            "a person halted trading at \(halt.since), and nobody resumed it: `strata up` does not begin "
                + "anew in \(folder). Lift the halt with `strata resume --state \(folder)`, go on with its "
                + "account, halted, by --keep-state, or name another folder with --state")
    }

    private static func parent(of folder: String) -> String {
        guard let slash = folder.lastIndex(of: "/") else { return "." }
        return slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
}
