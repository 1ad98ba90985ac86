import Foundation
import TestSupport
import Testing

/// `strata data` with real processes, against the exchange's simulator.
@Suite(.serialized, .timeLimit(.minutes(10))) struct DataTests {
    private let scratch: Scratch
    /// As many candles as the simulator has before its market goes on: four pages a pair.
    private static let times = ["--from", "2025-05-07T16:00", "--to", "2025-05-09T23:59"]
    private static let files = ["BTCUSDT", "ETHUSDT", "SOLUSDT"].map { "\($0)-1m-2025-05-07T1600_2025-05-09T2359.csv.gz" }

    init() throws { scratch = try Scratch() }

    private static func exchange(_ words: String...) throws -> ExchangeSimProcess {
        try ExchangeSimProcess(["--from", "2025-05-10", "--speed", "0"] + words)
    }

    private func download(_ url: String, into folder: String, _ words: [String] = times) -> [String] {
        ["data", "download", "--out", "\(scratch.path)/\(folder)", "--base-url", url] + words
    }

    private func strata(_ words: [String]) throws -> Outcome { try run(Programs.path("strata"), words) }

    private func file(_ folder: String, _ name: String) -> Data? {
        FileManager.default.contents(atPath: "\(scratch.path)/\(folder)/klines/um/\(name)")
    }

    @Test func `what was downloaded is well, and a run reads it as it is`() throws {
        defer { scratch.remove() }
        let exchange = try Self.exchange()
        defer { _ = exchange.end() }
        let outcome = try strata(download(exchange.url, into: "data"))
        #expect(outcome.status == 0 && outcome.output.hasSuffix("All is there: fetched 10077 rows, 3 new files.\n"), "\(outcome.output)")
        // Nobody sits at a terminal: whole lines alone.
        #expect(!outcome.output.contains("\r") && !outcome.output.contains("\u{1B}"))
        let check = try strata(["data", "check", "\(scratch.path)/data", "--against", "binance", "--base-url", exchange.url])
        #expect(check.status == 0 && check.output.hasSuffix("All is well.\n"), "\(check.output)")
        #expect(check.output.contains("the exchange has 3359: 3359 the same, 0 differ, 0 not here, 0 only here"))
        let traded = try strata(["run", "--quiet", "--json", "--data", "\(scratch.path)/data"])
        #expect(traded.status == 0 && traded.output.contains("\"to\":\"2025-05-09T23:59"), "\(traded.output)")
        let again = try strata(download(exchange.url, into: "data") + ["--json"])
        #expect(again.status == 0 && again.output.hasPrefix(#"{"ok":true,"rows":0,"files":["#), "\(again.output)")
        let list = try strata(["data", "list", "\(scratch.path)/data", "--json"])
        #expect(list.output.hasPrefix(#"[{"market":"um","symbol":"BTCUSDT","kind":"1m","from":"2025-05-07T16:00:00.000Z","#), "\(list.output)")
    }

    @Test func `a longer time later fetches what is missing, and no more`() throws {
        defer { scratch.remove() }
        let exchange = try Self.exchange("--symbols", "BTC/USDT")
        defer { _ = exchange.end() }
        for (to, words) in [("2025-05-08", "fetched 480 rows, 1 new file"), ("2025-05-09", "fetched 1440 rows, 1 new file"), ("2025-05-09", "fetched 0 rows")] {
            let times = ["--from", "2025-05-07T16:00", "--to", to, "--symbols", "BTC/USDT"]
            let outcome = try strata(download(exchange.url, into: "data", times))
            #expect(outcome.status == 0 && outcome.output.contains(words), "\(outcome.output)")
        }
        let check = try strata(["data", "check", "\(scratch.path)/data"])
        #expect(check.status == 0 && check.output.hasSuffix("All is well.\n") && !check.output.contains("two files"), "\(check.output)")
    }

    @Test func `what differs from the exchange is found`() throws {
        defer { scratch.remove() }
        let exchange = try Self.exchange("--symbols", "BTC/USDT")
        defer { _ = exchange.end() }
        #expect(try strata(download(exchange.url, into: "data", Self.times + ["--symbols", "BTCUSDT"])).status == 0)
        let path = "\(scratch.path)/data/klines/um/\(Self.files[0])"
        let plain = path.replacing(".csv.gz", with: ".csv")
        #expect(try strata(["data", "convert", path, plain]).status == 0)
        try FileManager.default.removeItem(atPath: path)
        var lines = try String(contentsOfFile: plain, encoding: .utf8).split(separator: "\n").map(String.init)
        var columns = lines[1000].split(separator: ",").map(String.init)
        columns[5] = "0.123"
        lines[1000] = columns.joined(separator: ",")
        lines.remove(at: 2000)
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: plain))
        let check = try strata(["data", "check", "\(scratch.path)/data", "--against", "binance", "--base-url", exchange.url])
        #expect(check.status == 1 && !check.output.contains("All is well"), "\(check.output)")
        #expect(check.output.contains("um BTCUSDT 1m: 1 unlike the exchange's, 1 that only the exchange has"), "\(check.output)")
    }

    @Test func `a download that is killed goes on where it was, without a gap or a double`() async throws {
        defer { scratch.remove() }
        let exchange = try Self.exchange()
        defer { _ = exchange.end() }
        #expect(try strata(download(exchange.url, into: "whole")).status == 0)
        _ = try await exchange.ask("fault/late?ms=300&at=/klines&count=0")
        var rows = 0
        for _ in 0..<3 {
            let process = prepare(Programs.path("strata"), [:])
            process.arguments = download(exchange.url, into: "killed")
            try startWithSignals(process)
            // Killed when it has written more than those before it.
            #expect(eventually(seconds: 60) { !process.isRunning || self.rowsThere("killed") > rows })
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal)
            rows = rowsThere("killed")
        }
        _ = try await exchange.ask("clear")
        let last = try strata(download(exchange.url, into: "killed"))
        #expect(last.status == 0 && last.output.contains("goes on with BTCUSDT-1m"), "\(last.output)")
        for name in Self.files {
            let whole = try #require(file("whole", name))
            #expect(file("killed", name) == whole, "\(name)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/killed/klines/um").sorted() == Self.files)
    }

    /// Lines that lie in files that are whole or not.
    private func rowsThere(_ folder: String) -> Int {
        let place = "\(scratch.path)/\(folder)/klines/um"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.reduce(0) { sum, name in
            name.hasSuffix(".gz")
                ? sum + 3361 : sum + (FileManager.default.contents(atPath: "\(place)/\(name)")?.count { $0 == 10 } ?? 0)
        }
    }

    @Test func `Ctrl-C ends it with what to type to go on, which goes on`() async throws {
        defer { scratch.remove() }
        let exchange = try Self.exchange()
        defer { _ = exchange.end() }
        _ = try await exchange.ask("fault/late?ms=300&at=/klines&count=0")
        let process = prepare(Programs.path("strata"), [:])
        let log = ProcessLog()
        process.arguments = download(exchange.url, into: "a folder")
        process.standardError = log.pipe()
        try startWithSignals(process)
        #expect(eventually(seconds: 60) { self.rowsThere("a folder") > 2000 })
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        #expect(eventually(seconds: 10) { log.text.contains("type: ") })
        let command = try #require(log.text.components(separatedBy: "type: ").last)
        _ = try await exchange.ask("clear")
        let again = try run("/bin/sh", ["-c", command], environment: ["PATH": "\(Programs.folder):/usr/bin:/bin"])
        #expect(again.status == 0 && again.output.contains("All is there"), "\(command): \(again.output)")
        #expect(Self.files.allSatisfy { file("a folder", $0) != nil })
    }

    @Test func `at a terminal one line tells how far it has come, as wide as there is room`() async throws {
        defer { scratch.remove() }
        let exchange = try Self.exchange()
        defer { _ = exchange.end() }
        _ = try await exchange.ask("fault/late?ms=300&at=/klines&count=0")
        let pty = try Pty(rows: 24, columns: 50)
        let process = prepare(Programs.path("strata"), ["TERM": "xterm", "NO_COLOR": ""])
        process.arguments = download(exchange.url, into: "data")
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, pty.screen)
        try startWithSignals(process)
        #expect(
            pty.wait(seconds: 60) { $0.lines.contains { $0.contains(" %  ") && $0.contains("USDT 1m 2025-05-0") } || !process.isRunning },
            "\(pty.grid.lines)")
        #expect(pty.wait(seconds: 60) { _ in !process.isRunning })
        #expect(process.terminationStatus == 0)
        #expect(pty.grid.wraps == 0 && pty.grid.scrolls == 0 && pty.grid.unknown.isEmpty, "\(pty.grid)")
        #expect(pty.grid.lines.allSatisfy { $0.allSatisfy { $0 == " " } }, "\(pty.grid.lines)")
    }

    @Test func `what can't be is refused by name`() throws {
        defer { scratch.remove() }
        let exchange = try Self.exchange("--symbols", "BTC/USDT")
        defer { _ = exchange.end() }
        func words(_ more: String...) -> [String] { download(exchange.url, into: "data", more) }
        for (words, status, expected) in [
            (["data"], 2, "download, check, list or convert"), (["data", "upload"], 2, "upload"),
            (["data", "download", "--from", "2025-05-01"], 2, "--out"), (words(), 2, "--from"),
            (words("--from", "05/06/2025"), 2, "--from"), (words("--from", "2025-05-08", "--to", "2025-05-07"), 2, "--to"),
            (words("--from", "2025-05-08", "--interval", "7m"), 2, "--interval"),
            (words("--from", "2025-05-08", "--kind", "quotes"), 2, "--kind"),
            (words("--from", "2025-05-08", "--kind", "trades", "--interval", "1m"), 2, "--interval"),
            (words("--from", "2025-05-08", "--kind", "funding", "--market", "spot"), 2, "--market um"),
            (words("--from", "2025-05-08", "--symbols", "../x"), 2, "--symbols"),
            (words("--from", "2025-05-08", "--symbols", "NOPE/USDT"), 2, "does not have NOPEUSDT"),
            (words("--from", "2031-01-01", "--symbols", "BTC/USDT"), 2, "the exchange's clock shows"),
            (words("--from", "2020-01-01", "--to", "2020-02-01", "--symbols", "BTC/USDT"), 1, "has nothing of BTCUSDT"),
            (words("--from", "2025-05-08", "--market", "margin"), 2, "--market"),
            (words("--from", "2025-05-08", "--network", "testnet"), 2, "--network"),
            (["data", "download", "--out", "x", "--from", "2025-05-08", "--base-url", "ftp://x"], 2, "--base-url"),
            (["data", "check"], 2, "name a folder"), (["data", "check", "/nowhere"], 1, "/nowhere"),
            (["data", "check", "samples", "--against", "okx"], 2, "--against"),
            (["data", "check", "samples", "--market", "um"], 2, "--against binance"),
            (["data", "list", scratch.path], 1, "holds no recorded data"), (["data", "convert", "a.csv"], 2, "name a file"),
            (["data", "convert", "/nowhere.csv", "b.csv"], 1, "/nowhere.csv"), (["data", "list", "--moon"], 2, "--moon"),
        ] {
            let outcome = try strata(words)
            #expect(outcome.status == status && outcome.output.contains(expected), "\(words): \(outcome.status) \(outcome.output)")
            if status == 2 { #expect(outcome.output.split(separator: "\n").count == 1, "\(outcome.output)") }
        }
    }

    /// On an address where nobody is, it tries for a while and then says so; it is not waited for here.
    @Test func `an exchange that is not there is told at once, by its address`() throws {
        defer { scratch.remove() }
        let process = prepare(Programs.path("strata"), [:])
        let log = ProcessLog()
        process.arguments = download("http://127.0.0.1:9", into: "data", Self.times + ["--symbols", "BTC/USDT", "--market", "um"])
        process.standardError = log.pipe()
        try startWithSignals(process)
        #expect(eventually(seconds: 60) { log.text.contains("could not get the exchange's time") }, "\(log.text)")
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 1 && eventually(seconds: 10) { log.text.contains("to go on, type:") }, "\(log.text)")
    }

    @Test func `the commands of the page about data work as they are written`() throws {
        let clone = try Clone()
        defer { clone.remove() }
        let exchange = try ExchangeSimProcess("--from", "2025-05-08", "--market", "both", "--speed", "0")
        defer { _ = exchange.end() }
        var count = 0
        for command in try Document("docs/howto/data.md").commands where !command.contains("exchange-sim --") {
            guard !command.contains("parquet") || Programs.hasParquet, !command.hasPrefix("deploy/") else { continue }
            let outcome = try clone.type(command.replacing("http://127.0.0.1:8180", with: exchange.url))
            #expect(outcome.status == 0 && !outcome.output.isEmpty, "\(command): \(outcome.output)")
            count += 1
        }
        #expect(count >= 6)
    }
}
