import Configuration
import Hosting

/// Writes a strata.json with every default.
enum ConfigCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "config"
    static let summary = "writes a strata.json with every setting and its value"
    static let usage = """
        strata config [--output FILE] [options]

        \(SetupOptions.usage)
          --output FILE         where to write; without it, to the terminal

        Example: strata config --output strata.json
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: SetupOptions.names + ["output"], flags: [])
        let text = SettingsWriter.text(try SetupLoader.load(SetupOptions.environment(arguments)).settings)
        guard let path = arguments["output"] else { return Output.say(text) }
        try OutputFile(path, "--output", .settings).write(text)
        Output.say("wrote \(path)")
    }
}
