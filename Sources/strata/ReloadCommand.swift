import Bus
import Configuration
import Control
import Files
import Hosting
import Market
import Stages

/// Has a running system take up a changed safe list and changed settings.
enum ReloadCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "reload"
    static let summary = "has a running system take up a changed safe list and settings"
    static let usage = """
        strata reload [--json] [--run-dir FOLDER] [options]

        Checks the changed files first: what `strata up` would refuse is refused, and nothing has changed.
        Then entries stop, and every process starts again with the new table. Positions, their stops, a halt
        and what L4 has learned stay, by the names of their pairs. A pair that is taken out while it is held
        is managed to its exit, and nothing of it is entered. The files that the run began with are read
        again where no others are named. How long it took is told; entries go on after one approval's life
        (risk.approval_on_klines), unless trading is halted.

        \(SetupOptions.usage)
          --run-dir FOLDER      the sockets

        Example: strata reload
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: SetupOptions.names + ["run-dir"], flags: ["json"])
        let reload = try Reload(arguments["run-dir"])
        let environment = try reload.environment(arguments)
        let files = try reload.files(environment)
        let news = try reload.check(files, environment)
        guard news.isNew else {
            return say("nothing has changed: what runs has these files", news, 0, arguments)
        }
        for line in news.lines { Output.note(line) }
        let seconds = try reload.carryOut(files, environment)
        say("reloaded in \(seconds) s: \(news.text)", news, seconds, arguments)
    }

    private static func say(
        _ text: String, _ news: Reload.News, _ seconds: Double, _ arguments: Arguments
    ) {
        guard arguments.has("json") else { return Output.say(text) }
        func list(_ names: [String]) -> String { "[\(names.map(ForeignText.json).joined(separator: ","))]" }
        Output.say(
            "{\"ok\":true,\"changed\":\(news.isNew),\"seconds\":\(seconds),\"pairs\":\(list(news.pairs)),"
                + "\"added\":\(list(news.added)),\"removed\":\(list(news.removed)),"
                + "\"exit_only\":\(list(news.exitOnly))}")
    }
}
