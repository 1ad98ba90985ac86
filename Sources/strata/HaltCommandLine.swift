import Messages
import Stages

/// Stops all entries until a person resumes.
enum HaltCommandLine {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "halt"
    static let summary = "stops all entries at once; exits, stops and targets go on"
    static let usage = """
        strata halt [--json] [--run-dir FOLDER]

        Tells executor and risk manager both; each keeps it until `strata resume`: over restarts of a process
        and over the end of the run. After it `strata up` does not begin anew in the same state folder, and
        with --keep-state it goes on halted. `strata run` keeps no state, and no halt concerns it.

        Example: strata halt
        """

    static func run(_ words: [String]) throws(HostError) {
        try KillSwitch.tell(.halt(KillSwitch.order), words)
    }
}
