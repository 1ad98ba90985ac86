import Control
import Files
import Hosting
import Market
import Stages

/// The command line of the sniffer.
enum StrataSniff {
    /// Runs it; answers the exit code: 0 ok, 1 failed, 2 usage, 3 not running, 4 configuration, 5 time-out.
    static func run(_ words: [String]) -> Int32 {
        if words.contains("--help") || words.contains("-h") {
            TextOutput.write(TerminalText.shown(SniffOptions.help, on: 1), to: 1)
            return 0
        }
        if words.contains("--version") {
            TextOutput.write(StrataVersion.text(of: "strata-sniff") + "\n", to: 1)
            return 0
        }
        do {
            try sniff(words)
            return 0
        } catch {
            TextOutput.write("strata-sniff: \(ForeignText.harmless("\(error)"))\n", to: 2)
            return error.exitCode
        }
    }

    private static func sniff(_ words: [String]) throws(HostError) {
        var environment = try ProcessEnvironment()
        let options = try SniffOptions.parse(words, &environment)
        if environment.configuration == "strata.json" { TextOutput.write("settings: ./strata.json\n", to: 2) }
        let settings = try SetupLoader.load(environment).settings
        let sniffer = Sniffer(
            options, settings.instruments, write: { TextOutput.write(ForeignText.harmless($0), to: 1) },
            complain: { TextOutput.write(ForeignText.harmless($0), to: 2) })
        try sniffer.run()
    }
}
