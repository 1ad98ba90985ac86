import Control
import Hosting
import Messages
import Reports
import Stages
import Telemetry

/// Shows the running system: L1's tree, and each process.
enum StatusCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "status"
    static let summary = "shows L1's dashboard and the state of each process"
    static let usage = """
        strata status [--json] [--run-dir FOLDER]
        strata status [--json] --state FOLDER

        With --state it tells whether trading is halted in the state folder of a system that runs no more,
        since when, why and by whom.

        Example: strata status
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: ["run-dir", "state"], flags: ["json"])
        let asJSON = arguments.has("json")
        if let folder = arguments["state"] {
            return Output.say(try KeptBooks.status(of: folder, asJSON: asJSON))
        }
        let found = try QueryClient(runDirectory: arguments["run-dir"]).status(asJSON: asJSON)
        guard found.contains(where: { $0.reply != .notRunning }) else {
            throw .notRunning("no process of Strata is running; start it with `strata up`")
        }
        let lines = found.map { asJSON ? object($0.process, $0.reply) : text($0.process, $0.reply) }
        if !asJSON { for line in Self.first(found) { Output.say(line) } }
        Output.say(asJSON ? "[" + lines.joined(separator: ",") + "]" : lines.joined(separator: "\n"))
    }

    /// What matters most stands on top: a halt, and who is missing.
    private static func first(_ found: [(process: String, reply: QueryReply)]) -> [String] {
        let halts = found.compactMap { $0.reply.halt }
        let starting = found.filter { $0.reply == .starting }.map(\.process)
        let missing = found.filter { !$0.reply.isAnswered && $0.reply != .starting }.map(\.process)
        return halts.prefix(1) + (missing.isEmpty ? [] : ["MISSING: \(missing.joined(separator: ", "))"])
            + (starting.isEmpty ? [] : ["STARTING: \(starting.joined(separator: ", "))"])
    }

    private static func text(_ process: String, _ reply: QueryReply) -> String {
        switch reply {
        case .answered(_, let payload): String(decoding: payload, as: UTF8.self)
        case .starting: Columns.pad(process, 18, left: true) + " is starting"
        case .notRunning: Columns.pad(process, 18, left: true) + " is not running"
        case .silent: Columns.pad(process, 18, left: true) + " is running and does not answer"
        }
    }

    private static func object(_ process: String, _ reply: QueryReply) -> String {
        switch reply {
        case .answered(_, let payload): String(decoding: payload, as: UTF8.self)
        case .starting: "{\"process\":\"\(process)\",\"missing\":\"starting\"}"
        case .notRunning: "{\"process\":\"\(process)\",\"missing\":\"not running\"}"
        case .silent: "{\"process\":\"\(process)\",\"missing\":\"no answer\"}"
        }
    }
}
