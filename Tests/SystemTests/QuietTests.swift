import Foundation
import Testing

/// What `strata run` prints while it works, and where its log is.
@Suite final class QuietTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    /// Standard error apart from the summary.
    private func complaints(_ words: String...) throws -> (status: Int32, lines: [Substring]) {
        let root = DeployTests.root
        let outcome = try run(
            "/bin/sh",
            [
                "-c", "\"$0\" \"$@\" 2>&1 >/dev/null", Programs.path("strata"), "run", "--to", "2025-05-05T06:00", "--data",
                "\(root)/samples/klines", "--safe-list", "\(root)/safe_list.json", "--instruments",
                "\(root)/samples/instruments.json",
            ] + words, in: scratch.path)
        return (outcome.status, outcome.output.split(separator: "\n"))
    }

    private static let quoted = [
        "Streaming 3 symbols...", "Trading Profile: multi-pair", "BTC/USDT: momentum (rsi_period 14,",
        "Published 100 total messages", "Insufficient data for ATR", "BTC/USDT - Signal: SELL (confidence: ",
        "Portfolio approved (exposure: $",
    ]

    @Test func `by default a few lines tell how far it is, and the log has all the others`() throws {
        let (status, lines) = try complaints()
        #expect(status == 0 && lines.count <= 14, "\(lines.joined(separator: "\n"))")
        #expect(lines.contains { $0.contains(" %  2025-05-0") } && lines.last == "strata: the log is in var/log/run.log")
        let log = try scratch.read("var/log/run.log")
        for words in Self.quoted { #expect(log.contains(words), "the log lacks \(words)") }
    }

    @Test func `each line of the log has the wall clock, the event's time and its level`() throws {
        #expect(try complaints("--log", "own/own.log").status == 0)
        let log = try scratch.read("own/own.log").split(separator: "\n")
        let time = "20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z"
        let pattern = try Regex("^\(time) (\(time)|-) (INFO|WARNING|ERROR) strata .+$")
        #expect(log.count > 30 && log.allSatisfy { $0.wholeMatch(of: pattern) != nil })
        #expect(log.contains { $0.contains("Z 2025-05-04T23:00:00.000Z INFO strata [BTC] BTC/USDT - Signal: SELL") })
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/var"), "another one was named")
        #expect(try complaints("--log", "own/own.log").status == 0)
        #expect(try scratch.read("own/own.log").split(separator: "\n").count == 2 * log.count, "a named log is added to")
    }

    @Test func `with verbose the log is on stderr, with quiet only its warnings`() throws {
        let verbose = try complaints("--verbose").lines.joined(separator: "\n")
        for words in Self.quoted { #expect(verbose.contains(words), "stderr lacks \(words)") }
        #expect(!verbose.contains(" %  2025"))
        let quiet = try complaints("--quiet").lines
        #expect(quiet.allSatisfy { $0.contains(" WARNING ") || $0.contains(" ERROR ") || $0.hasPrefix("strata: the log") })
        #expect(try complaints("--quiet", "--verbose").status == 2)
    }

    @Test func `a log that can't be written is told and stops nothing, unless it was asked for`() throws {
        try scratch.write("var/log", "a file where the folder would be")
        let (status, lines) = try complaints()
        #expect(status == 0 && lines.contains { $0.contains("this run keeps no log") }, "\(lines)")
        #expect(try complaints("--log", "var/log/own.log").status == 1)
    }
}
