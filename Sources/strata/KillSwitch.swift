import Hosting
import Messages

/// Says one thing to executor and risk manager both.
enum KillSwitch {
    static var order: HaltCommand {
        var order = HaltCommand()
        order.by = "person"
        order.asked = QueryClient.now
        return order
    }

    static func tell(_ message: Message, _ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: ["run-dir"], flags: [])
        let client = try QueryClient(runDirectory: arguments["run-dir"])
        var failures: [HostError] = []
        for rank in [ProcessRank.executor, .riskManager] {
            do {
                try client.tell(message, to: rank)
                Output.say("\(rank.name): done")
            } catch {
                Output.complain("\(rank.name): \(error)")
                failures.append(error)
            }
        }
        if let first = failures.first { throw first }
    }
}
