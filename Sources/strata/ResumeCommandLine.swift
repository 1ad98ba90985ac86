import Control
import Hosting
import Market
import Messages
import Stages

/// Lets entries go on.
enum ResumeCommandLine {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "resume"
    static let summary = "lets entries go on after a halt"
    static let usage = """
        strata resume [--json] [--run-dir FOLDER]
        strata resume [--json] --state FOLDER

        Without --state it tells the system that runs. With it, it lifts the halt in the state folder of a
        system that runs no more, so that `strata up` begins there again.

        Example: strata resume
        """

    static func run(_ words: [String]) throws(HostError) {
        guard words.contains(where: { $0 == "--state" || $0.hasPrefix("--state=") }) else {
            return try KillSwitch.tell(.resume(KillSwitch.order), words)
        }
        let arguments = try Arguments(words, options: ["state"], flags: ["json"])
        let folder = arguments["state"] ?? ""
        let isLifted = try KeptBooks.resume(folder)
        let told = isLifted ? "the halt is lifted" : "trading was not halted, nothing to lift"
        Output.say(
            arguments.has("json")
                ? "{\"ok\":true,\"state\":\(ForeignText.json(folder)),\"lifted\":\(isLifted)}"
                : "\(folder): \(told)")
    }
}
