import Hosting
import Messages

/// Shows the running system: L1's tree, and each process.
enum StatusCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "status"
    static let summary = "shows L1's dashboard and the state of each process"
    static let usage = """
        strata status [--json] [--run-dir FOLDER]

        Example: strata status
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: ["run-dir"], flags: ["json"])
        let client = try QueryClient(runDirectory: arguments["run-dir"])
        let asJSON = arguments.has("json")
        var answers: [String] = []
        var missing: [String] = []
        for rank in ProcessRank.processes {
            do {
                answers.append(try asJSON ? client.status(of: rank) : client.dashboard(of: rank))
            } catch {
                missing.append(rank.name)
            }
        }
        guard !answers.isEmpty else {
            throw .notRunning("no process of Strata answers; start it with `strata up`")
        }
        Output.say(asJSON ? "[" + answers.joined(separator: ",") + "]" : answers.joined(separator: "\n"))
        if !missing.isEmpty, !asJSON { Output.say("not answering: " + missing.joined(separator: ", ")) }
    }
}
