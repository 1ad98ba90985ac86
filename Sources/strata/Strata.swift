import Hosting
import Market
import Stages

/// The command line: which commands there are, and what a person is told when one fails.
enum Strata {
    static let commands: [Command] = [
        UpCommand.command, RunCommand.command, PairsCommand.command, CheckCommand.command,
        DoctorCommand.command, DataCommand.command, ConfigCommand.command, PlanCommand.command,
        StatusCommand.command,
        HaltCommandLine.command, ResumeCommandLine.command, ReloadCommand.command, WhyCommand.command,
        AuditCommand.command,
    ]

    /// Runs a command; answers the exit code: 0 ok, 1 failed, 2 usage, 3 not running, 4 configuration,
    /// 5 time-out.
    static func run(_ words: [String]) -> Int32 {
        guard let name = words.first, name != "--help", name != "-h", name != "help" else {
            Output.say(help)
            return words.isEmpty ? 2 : 0
        }
        guard name != "--version", name != "version" else {
            Output.say(StrataVersion.text(of: "strata"))
            return 0
        }
        let rest = Array(words.dropFirst())
        guard let command = commands.first(where: { $0.name == name }) else {
            let error = HostError.usage(
                "there is no command \(ForeignText.quoted(name)); strata --help lists them")
            Output.fail(error, asJSON: rest.contains("--json"))
            return error.exitCode
        }
        if rest.contains("--help") || rest.contains("-h") {
            Output.say("\(command.summary)\n\n\(command.usage)\n")
            return 0
        }
        do {
            try command.run(rest)
            return 0
        } catch {
            Output.fail(error, asJSON: rest.contains("--json"))
            return error.exitCode
        }
    }

    private static var help: String {
        let width = commands.map(\.name.count).max() ?? 0
        let lines = commands.map { command in
            "  " + command.name + String(repeating: " ", count: width - command.name.count + 2)
                + command.summary
        }
        return """
            Strata trades crypto on four levels: meta, strategy, tactic, operation. \
            PAPER is the default everywhere.

            \(lines.joined(separator: "\n"))

            strata COMMAND --help says more, with an example; --json gives each result, and each error, \
            as JSON; strata --version names the build.
            Exit codes: 0 ok, 1 failed, 2 usage, 3 not running, 4 configuration, 5 time-out.

            """
    }
}

/// One command of the command line.
struct Command: Sendable {
    let name: String
    /// One line.
    let summary: String
    /// Options and an example.
    let usage: String
    let run: @Sendable ([String]) throws(HostError) -> Void
}
