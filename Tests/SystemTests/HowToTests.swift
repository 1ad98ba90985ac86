import Foundation
import L1Operational
import Testing

/// The commands of the how-to pages about journals, as they are written, after a run in the standard
/// folders.
@Suite(.timeLimit(.minutes(10))) struct HowToTests {
    @Test func `the page about summaries shows what the recorded month prints`() throws {
        let command = "\(Programs.path("strata")) run --quiet 2>/dev/null"
        let month = try run("/bin/sh", ["-c", command])
        #expect(month.status == 0)
        let rows = try #require(month.output.components(separatedBy: "\n\nsignals").first)
        let page = try String(contentsOfFile: "\(DeployTests.root)/docs/howto/read-a-summary.md", encoding: .utf8)
        #expect(rows.count > 500 && page.contains("```\n\(rows)\n```"), "\(rows)")
    }

    @Test(arguments: [[], ["--speed", "5000"]])
    func `a run's journals are verified, replayed and asked as the pages say`(_ pace: [String]) throws {
        let clone = try Clone()
        defer { clone.remove() }
        let folder = clone.scratch.path
        let environment = [
            "PATH": "\(Programs.folder):/usr/bin:/bin", "STRATA_RUN_DIR": "\(folder)/run", "STRATA_HOME": folder,
        ]
        func type(_ command: String) throws -> Outcome {
            try run("/bin/sh", ["-c", command], environment: environment, in: folder)
        }
        let words = ["--to", "2025-05-05T00:00", "--journal", "var/journal.jsonl", "--run-dir", "\(folder)/run"]
        let up = try type((["strata", "up"] + words + pace).joined(separator: " "))
        #expect(up.status == 0, "\(up.output)")
        for page in ["verify-a-journal", "ask-why"] {
            let commands = try Document("docs/howto/\(page).md").commands
            #expect(commands.count >= 2)
            for command in commands {
                let outcome = try type(command)
                #expect(outcome.status == 0 && !outcome.output.isEmpty, "\(command): \(outcome.output)")
            }
        }
        #expect(try type("strata why").output.split(separator: "\n").contains { $0.split(separator: " ").starts(with: ["BTCUSDT-svrek0-15m", "05-04", "23:00", "sell", "entry", "BTC/USDT"]) })
    }
}
