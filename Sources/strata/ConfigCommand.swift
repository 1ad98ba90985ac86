import Configuration
import Files
import Hosting
import Market
import Stages

/// Writes a strata.json with every default.
enum ConfigCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "config"
    static let summary = "writes a strata.json with every setting and its value"
    static let usage = """
        strata config [--json] [--output FILE] [options]

        \(SetupOptions.usage)
          --output FILE         where to write; without it, to the terminal
          --json                says as JSON where it was written; the settings are JSON in any case

        Example: strata config --output strata.json
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: SetupOptions.names + ["output"], flags: ["json"])
        let settings = try SetupLoader.load(SetupOptions.environment(arguments)).settings
        for line in inertLines(settings) { Output.complain(line) }
        let text = SettingsWriter.text(settings)
        guard let path = arguments["output"] else { return Output.say(text) }
        try OutputFile(path, "--output", .settings).write(text)
        let told = "{\"ok\":true,\"wrote\":\(ForeignText.json(path))}"
        Output.say(arguments.has("json") ? told : "wrote \(path)")
    }

    /// What may be set and changes nothing yet, one line for each cause.
    private static func inertLines(_ settings: Settings) -> [String] {
        let keys = InertKeys.all(in: settings)
        let causes = keys.map(\.why).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return causes.map { why in
            let names = keys.filter { $0.why == why }.map(\.key)
            return "read, no effect yet: \(names.joined(separator: ", ")): \(why)"
        }
    }
}
