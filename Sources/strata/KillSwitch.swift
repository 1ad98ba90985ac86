import Hosting
import Messages

/// Says one thing to executor and risk manager both.
enum KillSwitch {
    static var order: HaltCommand {
        var order = HaltCommand()
        order.by = "person"
        return order
    }

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
