import Hosting
import Messages

/// Lets entries go on.
enum ResumeCommandLine {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "resume"
    static let summary = "lets entries go on after a halt"
    static let usage = """
        strata resume [--run-dir FOLDER]

        Example: strata resume
        """

    static func run(_ words: [String]) throws(HostError) {
        try KillSwitch.tell(.resume(KillSwitch.order), words)
    }
}
