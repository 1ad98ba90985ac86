import Hosting
import Market
import Messages
import Stages

/// Says one thing to executor and risk manager both.
enum KillSwitch {
    static var order: HaltCommand {
        var order = HaltCommand()
        order.by = "person"
        order.asked = QueryClient.now
        return order
    }

    static func tell(_ message: Message, _ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: ["run-dir"], flags: ["json"])
        let client = try QueryClient(runDirectory: arguments["run-dir"])
        var (failures, rows) = ([HostError](), [String]())
        for rank in [ProcessRank.executor, .riskManager] {
            do {
                try client.tell(message, to: rank)
                rows.append("{\"process\":\"\(rank.name)\",\"ok\":true}")
                if !arguments.has("json") { Output.say("\(rank.name): done") }
            } catch {
                rows.append(
                    "{\"process\":\"\(rank.name)\",\"ok\":false,\"code\":\(error.exitCode),"
                        + "\"error\":\(ForeignText.json(error.description))}")
                if !arguments.has("json") { Output.complain("\(rank.name): \(error)") }
                failures.append(error)
            }
        }
        if arguments.has("json") {
            Output.say("{\"ok\":\(failures.isEmpty),\"processes\":[\(rows.joined(separator: ","))]}")
        }
        if let first = failures.first { throw first }
    }
}
