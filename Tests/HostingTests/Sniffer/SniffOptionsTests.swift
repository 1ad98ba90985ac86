@testable import Control
@testable import Hosting
import Stages
import Testing

@Suite struct SniffOptionsTests {
    private func parse(_ words: String) throws -> SniffOptions {
        var environment = try ProcessEnvironment { _ in nil }
        return try SniffOptions.parse(words.split(separator: " ").map(String.init), &environment)
    }

    @Test func `words are topics; tables take the place of lines unless both are asked for`() throws {
        let lines = try parse("signals kline_1m/BTC --json --count 5 --seconds 1.5")
        #expect(lines.prefixes == ["signals", "kline_1m/BTC"] && lines.isJSON && lines.showsFrames)
        #expect(lines.count == 5 && lines.seconds == 1.5)
        #expect(lines.wants(Array("signals/BTC/USDT".utf8)) && !lines.wants(Array("orders".utf8)))
        let table = try parse("--rate --run-dir /tmp/x")
        #expect(!table.showsFrames && table.runDirectory == "/tmp/x" && table.wants(Array("orders".utf8)))
        #expect(try parse("--rate --print").showsFrames)
    }

    @Test(arguments: [
        "--count 0", "--count 1.5", "--count x", "--seconds -1", "--wrong", "--record a --play b", "--play",
    ])
    func `what makes no sense is a usage error`(words: String) {
        #expect { try parse(words) } throws: { ($0 as? HostError)?.exitCode == 2 }
    }
}
