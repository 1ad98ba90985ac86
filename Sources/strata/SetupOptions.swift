import Hosting
import Messages
import Stages

/// The options that name the files of a run, the same for every command that needs them.
enum SetupOptions {
    static let names = ["safe-list", "instruments", "config", "symbols", "fill"]

    static let usage = """
          --symbols A,B         only these pairs of the safe list
          --safe-list FILE      the pairs (safe_list.json)
          --instruments FILE    the exchange's filters (samples/instruments.json); of a live market the
                                exchange itself tells them
          --config FILE         strata.json; without it ./strata.json where there is one, else every default
          --fill RULE           how paper fills where there is a book: shown (the default) or book, where
                                orders queue in it by price and time; refused for pairs without one
        """

    /// What this process was told, or what the processes of a run were, with the options over it.
    static func environment(
        _ arguments: Arguments, of run: RunJournal? = nil
    ) throws(HostError) -> ProcessEnvironment {
        var environment: ProcessEnvironment
        if let told = run?.environment { environment = told } else { environment = try ProcessEnvironment() }
        if ["safe-list", "instruments", "config"].contains(where: { arguments[$0] != nil }) {
            SetupFiles.nameCopies(in: &environment)
        }
        if let path = arguments["safe-list"] { environment.safeList = path }
        if let path = arguments["instruments"] { environment.instruments = path }
        if let path = arguments["config"] { environment.configuration = path }
        if let symbols = arguments["symbols"] { environment.symbols = symbols }
        if let fill = arguments["fill"] {
            environment.fill = try ProcessEnvironment.fill(option: fill)
        }
        if run == nil, let told = environment.findConfiguration() { Output.note(told) }
        return environment
    }
}
