import Hosting
import Messages

/// Stops all entries until a person resumes.
enum HaltCommandLine {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "halt"
    static let summary = "stops all entries at once; exits, stops and targets go on"
    static let usage = """
        strata halt [--run-dir FOLDER]

        Tells executor and risk manager both; each keeps it over restarts until `strata resume`.

        Example: strata halt
        """

    static func run(_ words: [String]) throws(HostError) { try KillSwitch.tell(.halt(order), words) }

    private static var order: HaltCommand {
        var order = HaltCommand()
        order.by = "person"
        return order
    }
}

/// Lets entries go on.
enum ResumeCommandLine {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "resume"
    static let summary = "lets entries go on after a halt"
    static let usage = """
        strata resume [--run-dir FOLDER]

        Example: strata resume
        """

    static func run(_ words: [String]) throws(HostError) { try KillSwitch.tell(.resume(order), words) }

    private static var order: HaltCommand {
        var order = HaltCommand()
        order.by = "person"
        return order
    }
}

/// Says one thing to executor and risk manager both.
enum KillSwitch {
    static func tell(_ message: Message, _ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: ["run-dir"], flags: [])
        let client = try QueryClient(runDirectory: arguments["run-dir"])
        var failures: [String] = []
        for rank in [ProcessRank.executor, .riskManager] {
            do {
                try client.tell(message, to: rank)
                Output.say("\(rank.name): done")
            } catch {
                failures.append("\(rank.name): \(error)")
            }
        }
        guard failures.isEmpty else { throw .notRunning(failures.joined(separator: "; ")) }
    }
}
