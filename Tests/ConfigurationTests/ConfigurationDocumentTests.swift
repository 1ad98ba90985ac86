import Foundation
import L2Tactic
import Testing

@testable import Configuration

@Suite struct ConfigurationDocumentTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/configuration.md").standardizedFileURL

    @Test func `docs configuration md is what the lists of keys say`() throws {
        let text = ConfigurationDocument.text(kinds: StrategyCatalogue.shipped.kinds)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: Self.page, encoding: .utf8)
        #expect(written == text, "run UPDATE_GOLDEN=1 swift test --filter ConfigurationDocumentTests")
    }

    @Test func `each key says what it does, and nothing is said of keys that are not there`() {
        let gaps = ConfigurationDocument.gaps(kinds: StrategyCatalogue.shipped.kinds)
        #expect(gaps.isEmpty, "ConfigurationWords lacks, or has too much: \(gaps)")
        for words in ConfigurationWords.all { #expect(!words.effect.isEmpty, "\(words.path)") }
    }

    @Test func `the page has each key that strata config writes, with its default and range`() {
        let text = ConfigurationDocument.text(kinds: StrategyCatalogue.shipped.kinds)
        #expect(text.contains("| `capital` | 1 to 10000000000 | USDT | `10000` |"))
        #expect(text.contains("| `meta.period` | 1m to 30d | event time | `1h` |"))
        #expect(text.contains("| `strategy` | momentum, mean_reversion, breakout |"))
        let settings = Settings.standard
        for line in SettingsWriter.text(settings).split(separator: "\n") {
            guard let key = line.split(separator: "\"").dropFirst().first, line.contains(":") else { continue }
            let isSection = line.contains("{")
            let general = settings.symbols.reduce(String(key)) { name, symbol in
                name.replacing(symbol.name, with: "<PAIR>").replacing(symbol.asset, with: "<ASSET>")
            }
            #expect(isSection || text.contains("\(general)` |"), "\(key)")
        }
    }
}
