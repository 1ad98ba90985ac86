import Market

/// The page on every setting, made from the lists of keys themselves: docs/configuration.md.
public enum ConfigurationDocument {
    /// The asset and pair that stand for any.
    private static let asset = "<ASSET>"
    private static let pair = "<PAIR>"

    /// The whole page. `kinds` is the catalogue of strategies.
    public static func text(kinds: [StrategyKind]) -> String {
        let sections = [
            table("strata.json", settingsRows),
            table("safe_list.json, for each pair", safeListRows(kinds)), parameters(kinds),
        ]
        return ([head] + sections).joined(separator: "\n\n") + "\n"
    }

    /// Keys that have no word of what they do, and words for keys that are not there.
    static func gaps(kinds: [StrategyKind]) -> [String] {
        let paths = (settingsRows + safeListRows(kinds)).map(\.path)
        let described = ConfigurationWords.all.map(\.path)
        return paths.filter { !described.contains($0) } + described.filter { !paths.contains($0) }
    }

    private static let head = """
        <!-- Made from the code by ConfigurationDocument; change it there. -->
        # Configuration

        Two files are written by people. `safe_list.json` says which pairs are traded; every other setting
        has a default and stands in `strata.json`, which is optional: `--config FILE` names it, else
        `./strata.json` is taken where there is one, which every command says as it starts. `strata config`
        writes one with every setting of the active pairs, `strata check` says what is wrong with one, with
        file, line and key.

        A time has its unit (`ms`, `s`, `m`, `h`, `d`), as in `"90s"`. A fraction of 0.05 is 5 %. `<ASSET>` is
        a pair's base asset, as in `BTC`, and `<PAIR>` its name, as in `BTC/USDT`; their defaults are BTC's.
        """

    private static func table(_ title: String, _ rows: [KeyCollector.Row]) -> String {
        let lines = rows.map { row in
            let words = ConfigurationWords.all.first { $0.path == row.path }
            let standard = row.standard.isEmpty ? "must be given" : "`\(row.standard)`"
            let (unit, effect) = (words?.unit ?? "", words?.effect ?? "")
            return "| `\(row.path)` | \(row.range) | \(unit) | \(standard) | \(effect) |"
        }
        return "## \(title)\n\n| key | what may stand there | unit | default | what it does |\n"
            + "| --- | --- | --- | --- | --- |\n" + lines.joined(separator: "\n")
    }

    private static func parameters(_ kinds: [StrategyKind]) -> String {
        let lines = kinds.flatMap { kind in
            kind.parameters.map { parameter in
                let (low, high) = (parameter.range.lowerBound, parameter.range.upperBound)
                let range = parameter.isWhole ? "whole, \(Int(low)) to \(Int(high))" : "\(low) to \(high)"
                let standard = parameter.isWhole ? "\(Int(parameter.standard))" : "\(parameter.standard)"
                return "| `\(kind.name)` | `\(parameter.name)` | \(range) | `\(standard)` | "
                    + "\(parameter.about) |"
            }
        }
        return "## The `params` of each strategy, in `strategies`\n\n"
            + "| strategy | key | what may stand there | default | what it does |\n"
            + "| --- | --- | --- | --- | --- |\n" + lines.joined(separator: "\n")
    }

    private static var settingsRows: [KeyCollector.Row] {
        var settings = Settings.standard
        settings.symbols = [settings.symbols[0]]
        settings.symbols[0].name = "\(asset)/USDT"
        settings.symbols[0].correlatedWith = []
        var collector = KeyCollector()
        settings.visit(with: &collector)
        return collector.rows.map { row in
            guard row.path.hasSuffix("\(asset)/USDT") else { return row }
            let path = row.path.dropLast("\(asset)/USDT".utf8.count) + pair
            return KeyCollector.Row(path: String(path), range: row.range, standard: row.standard)
        }
    }

    private static func safeListRows(_ kinds: [StrategyKind]) -> [KeyCollector.Row] {
        var entry = SafeListEntry(name: pair)
        var collector = KeyCollector()
        entry.visit(with: &collector, kinds: kinds)
        return collector.rows
    }
}
