import Configuration
import Exchanges
import Foundation
import Hosting
import Market
import Messages
import Testing

/// The live feed of Binance with real processes, from the exchange's simulator.
@Suite(.timeLimit(.minutes(30))) struct LiveMarketTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `a recorded day is played live, through a kill of the feed handler and a lost connection`() async throws {
        let exchange = try ExchangeSimProcess("--from", "2025-05-08")
        defer { _ = exchange.end() }
        let pipeline = try Pipeline(scratch.path, ["--feed", "binance", "--base-url", exchange.url])
        let ear = try PlanEar(scratch.path, ["feed-handler.0"])
        let log = { pipeline.log("feed-handler.0") }
        #expect(pipeline.wait(seconds: 60) { log().contains("Published 100 total messages") }, "\(log())")
        #expect(log().contains("candles of history"))

        kill(try #require(try pipeline.pid(of: "feed-handler.0")), SIGKILL)
        #expect(pipeline.wait(seconds: 60) { log().contains("joins the market anew") }, "\(log())")

        #expect(try await exchange.ask("fault/disconnect") == "{}")
        #expect(pipeline.wait(seconds: 60) { log().contains("lost a connection") }, "\(log())")

        // The market begins with a minute: its candle closes within one.
        let isClosed = try pipeline.wait(seconds: 90) {
            try ear.listen()
            return Set(ear.candles.map(\.symbol)).count == 3
        }
        #expect(isClosed, "\(log())")
        #expect(ear.candles.count == 3, "each candle is told once: \(ear.candles)")
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        for name in ["feed-handler.0", "supervisor"] { #expect(!pipeline.log(name).contains("Fatal error"), "\(name)") }
    }

    @Test func `how the market's feed does stands in the status, by pair`() throws {
        let exchange = try ExchangeSimProcess("--from", "2025-05-08")
        defer { _ = exchange.end() }
        let pipeline = try Pipeline(scratch.path, ["--feed", "binance", "--base-url", exchange.url])
        let log = { pipeline.log("feed-handler.0") }
        #expect(pipeline.wait(seconds: 60) { log().contains("Published 100 total messages") }, "\(log())")

        var feed: [String: Any] = [:]
        // A quote is told when it changes.
        let isComplete = try pipeline.wait(seconds: 60) {
            let told = try run(Programs.path("strata"), ["status", "--json", "--run-dir", "\(scratch.path)/run"])
            let all = try JSONSerialization.jsonObject(with: Data(told.output.utf8)) as? [[String: Any]]
            feed = try #require(all?.first { $0["process"] as? String == "feed-handler.0" }, "\(told.output)")
            let symbols = try #require(feed["feed_symbols"] as? [String: [String: Any]], "\(told.output)")
            return symbols.keys.sorted() == ["BTC/USDT", "ETH/USDT", "SOL/USDT"] && symbols.values.allSatisfy {
                let ticker = $0["ticker"] as? [String: Any]
                return ticker?["state"] as? String == "live" && $0["messages_sent"] as? Int ?? 0 > 0
            }
        }
        #expect(isComplete, "\(feed)")
        #expect((feed["connections"] as? [[String: Any]])?.count == 2)
        let delay = try #require(feed["publish_us"] as? [String: Double], "\(feed)")
        #expect(delay["turns"]! > 0 && delay["p50"]! > 0 && delay["p50"]! <= delay["p99"]! && delay["p99"]! <= delay["max"]!)
        #expect((feed["feed"] as? [String: Any])?["weight_used"] as? Int ?? 0 > 0)

        let text = try run(Programs.path("strata"), ["status", "--run-dir", "\(scratch.path)/run"])
        #expect(text.output.contains("\nMarket: 2 of 2 connections live, 0 lost; 3 pairs; weight "), "\(text.output)")
        pipeline.process.interrupt()
        #expect(try pipeline.finish().status == 0)
    }

    @Test func `pairs that the exchange doesn't know are refused by name`() throws {
        let exchange = try ExchangeSimProcess("--synthetic", "1", "--symbols", "BTC/USDT")
        defer { _ = exchange.end() }
        let pipeline = try Pipeline(
            scratch.path, ["--feed", "binance", "--base-url", exchange.url, "--symbols", "ETH/USDT"])
        let outcome = try pipeline.finish()
        #expect(outcome.status == 4 && outcome.output.contains("knows no ETH/USDT on its um market"), "\(outcome.output)")
    }

    /// An hour of the market in a minute, or what the environment says (1500 minutes at 200 are a day and its end, when
    /// connections are renewed): each minute has one candle of each pair, and it is the recorded one.
    @Test func `a recorded hour is played live at the exchange's own time, whoever is killed meanwhile`() throws {
        let speed = Self.number("STRATA_LIVE_SPEED", 60)
        let minutes = Self.number("STRATA_LIVE_MINUTES", 50)
        let exchange = try ExchangeSimProcess("--from", "2025-05-08", "--speed", "\(speed)")
        defer { _ = exchange.end() }
        let pipeline = try Pipeline(
            scratch.path, ["--feed", "binance", "--base-url", exchange.url, "--clock", "venue"])
        let ear = try PlanEar(scratch.path, ["feed-handler.0"])
        func hear(_ many: Int) throws -> Bool {
            try pipeline.wait(seconds: 120 + 120 * Double(minutes) / Double(speed)) {
                try ear.listen()
                return ear.candles.count >= 3 * many
            }
        }
        #expect(try hear(5), "\(pipeline.log("feed-handler.0"))")
        for (place, name) in SevenProcesses.names.enumerated() {
            kill(try #require(try pipeline.pid(of: name + ".0")), SIGKILL)
            let words = name == "feed-handler" ? "joins the market anew" : "goes on exactly"
            #expect(pipeline.wait(seconds: 60) { pipeline.log(name + ".0").contains(words) }, "\(name)")
            #expect(try hear((place + 2) * minutes / 10), "\(name): \(ear.candles.count) candles")
        }
        #expect(try hear(minutes))
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        try expectRecorded(ear.candles)
        try expectAll(ear.candles, pipeline.summary())
    }

    /// The supervisor has each candle, for it asks again for what it missed; an ear outside may miss what a process says
    /// before it is connected to it again.
    private func expectAll(_ candles: [Kline], _ summary: [String: Any]) throws {
        for symbol in Settings.standard.instruments.symbols {
            let name = Settings.standard.instruments.name(symbol)
            let times = candles.filter { $0.symbol == symbol }.map(\.openTime)
            let (first, last) = (try #require(times.first), try #require(times.last))
            let minutes = Double((last - first).nanoseconds / 60_000_000_000) + 1
            // It is asked to end while the last is on its way to it, and others may be told until it does.
            #expect((minutes - 1...minutes + 10).contains(Pipeline.figure(summary, name, "candles")), "\(name): \(minutes)")
        }
    }

    private static func number(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
    }

    /// Each minute once for each pair, in their order, with the figures of the sample.
    private func expectRecorded(_ candles: [Kline]) throws {
        let settings = Settings.standard
        for symbol in settings.instruments.symbols {
            let heard = candles.filter { $0.symbol == symbol }
            let first = try #require(heard.first?.openTime)
            #expect(Self.doubled(heard) == [], "\(settings.instruments.name(symbol))")
            let recorded = try recorded(symbol, from: first)
            let wrong = heard.filter { recorded[$0.openTime] != Figures($0) }.map {
                "\($0.openTime): \(Figures($0)), recorded \(recorded[$0.openTime].map { "\($0)" } ?? "nothing")"
            }
            #expect(wrong == [], "\(settings.instruments.name(symbol))")
        }
    }

    /// Where a candle is not of a minute after the one before.
    private static func doubled(_ candles: [Kline]) -> [String] {
        zip(candles, candles.dropFirst()).filter { $1.openTime <= $0.openTime }.map {
            "\($1.openTime) after \($0.openTime)"
        }
    }

    private func recorded(_ symbol: SymbolID, from first: Timestamp) throws -> [Timestamp: Figures] {
        var source = try RecordedData.open(
            DeployTests.root + "/samples/klines", .standard, from: "\(first)", to: "2025-05-10T03:00:00Z")
        var figures: [Timestamp: Figures] = [:]
        var event = MarketEvent.none
        while try source.next(into: &event) {
            if case .kline(let kline) = event.message, kline.symbol == symbol { figures[kline.openTime] = Figures(kline) }
        }
        return figures
    }

    /// What a candle says.
    private struct Figures: Equatable, CustomStringConvertible {
        let values: [Price]
        var description: String { values.map { "\($0)" }.joined(separator: " ") }

        init(_ kline: Kline) { values = [kline.open, kline.high, kline.low, kline.close] }
    }

    @Test func `a market that stands goes on by a minute when it is told to`() async throws {
        let exchange = try ExchangeSimProcess("--from", "2025-05-08", "--speed", "0")
        defer { _ = exchange.end() }
        let pipeline = try Pipeline(
            scratch.path, ["--feed", "binance", "--base-url", exchange.url, "--clock", "venue"])
        let ear = try PlanEar(scratch.path, ["feed-handler.0"])
        // Five streams of each of three pairs: what is told before they are there, they don't tell.
        let deadline = Date().addingTimeInterval(60)
        while try await !exchange.get("/sim/status").body.contains("\"streams\":15,"), Date() < deadline {
            usleep(20_000)
        }
        // What is said once is lost on an ear that is not connected yet; heartbeats come again and again.
        let isHeard = try pipeline.wait(seconds: 60) {
            try ear.listen()
            return !ear.heard.isEmpty
        }
        #expect(isHeard)
        for minute in 1...4 {
            _ = try await exchange.ask("advance")
            let isTold = try pipeline.wait(seconds: 60) {
                try ear.listen()
                return ear.candles.count >= 3 * minute
            }
            #expect(isTold, "minute \(minute): \(ear.candles) \(pipeline.log("feed-handler.0"))")
            #expect(ear.candles.count == 3 * minute)
        }
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        try expectRecorded(ear.candles)
    }

    @Test func `an exchange that is not there is told, with what to look at`() throws {
        let pty = try Pty(rows: 40, columns: 240)
        let process = prepare(Programs.path("strata"), ["TERM": "xterm"])
        process.arguments = [
            "up", "--feed", "binance", "--base-url", "http://127.0.0.1:1", "--run-dir", "\(scratch.path)/run",
            "--state", "\(scratch.path)/state", "--logs", "\(scratch.path)/log",
        ]
        process.currentDirectoryURL = URL(filePath: DeployTests.root)
        process.standardOutput = pty.screen
        process.standardError = pty.screen
        try startWithSignals(process)
        let isTold = pty.wait(seconds: 60) { $0.lines.contains { $0.contains("goes on trying (last, it ") } }
        #expect(isTold, "\(pty.grid.lines)")
        process.interrupt()
        process.waitUntilExit()
        #expect(pty.wait(seconds: 20) { _ in pty.text.contains("stopped by signal 2, before http://127.0.0.1:1 has told") })
    }

    @Test func `what a live market can't have is refused by name`() throws {
        for (words, expected) in [
            (["--feed", "binance", "--speed", "0"], "--feed binance is live"),
            (["--network", "testnet"], "go with --feed binance"),
            (["--feed", "binance", "--network", "testnet", "--base-url", "http://x"], "give one of them"),
            (["--feed", "binance", "--base-url", "exchange"], "expected mainnet, testnet or a URL"),
            (["--feed", "binance", "--from", "2025-05-08"], "leave --from out"),
            (["--record", "x"], "--record goes with --feed binance"),
            (["--feed", "binance", "--record", ""], "--record names no folder"),
            (["--feed", "kraken"], "expected replay or binance"),
            (["--clock", "venue"], "takes the time of an exchange's simulator on this machine"),
            (["--feed", "binance", "--clock", "venue"], "takes the time of an exchange's simulator on this machine"),
            (["--feed", "binance", "--base-url", "http://10.0.0.1", "--clock", "venue"], "on this machine"),
            (["--feed", "binance", "--clock", "sun"], "expected wall or venue"),
        ] {
            let outcome = try run(Programs.path("strata"), ["up"] + words)
            #expect(outcome.status == 2 && outcome.output.contains(expected), "\(words): \(outcome.output)")
        }
    }
}
