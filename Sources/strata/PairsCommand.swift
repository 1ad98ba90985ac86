import Configuration
import Hosting
import Market
import Stages

/// Prints the active pairs of the safe list.
enum PairsCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "pairs"
    static let summary = "prints the active pairs and how each is traded"
    static let usage = """
        strata pairs [--json] [options]

        \(SetupOptions.usage)
          --json                one JSON array

        Example: strata pairs --symbols BTC/USDT
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: SetupOptions.names, flags: ["json"])
        let settings = try SetupLoader.load(SetupOptions.environment(arguments)).settings
        if arguments.has("json") {
            Output.say("[" + settings.symbols.map { json($0, settings) }.joined(separator: ",") + "]")
        } else {
            Output.say("Trading Profile: \(settings.profile)")
            for symbol in settings.symbols {
                Output.say(line(symbol))
                for row in StartLines.registrations(symbol, settings) { Output.say(row) }
            }
        }
    }

    private static func line(_ symbol: SymbolSettings) -> String {
        let p = symbol.parameters
        return
            "\(symbol.name): \(symbol.strategy) (tier \(symbol.tier.rawValue), leverage \(symbol.leverage), "
            + "max position $\(symbol.maxPosition), rsi_period \(p.rsiPeriod), bb_std \(p.bbStd), "
            + "ma_fast \(p.maFast), ma_slow \(p.maSlow), lookback \(p.lookback))"
    }

    private static func json(_ symbol: SymbolSettings, _ settings: Settings) -> String {
        let names = symbol.strategies.map { "\"\(settings.instruments.strategies.name($0))\"" }
        return "{\"symbol\":\"\(symbol.name)\",\"strategy\":\"\(symbol.strategy)\","
            + "\"tier\":\"\(symbol.tier.rawValue)\","
            + "\"leverage\":\(symbol.leverage),\"max_position_size_usd\":\(symbol.maxPosition),"
            + "\"strategies\":[\(names.joined(separator: ","))]}"
    }
}
