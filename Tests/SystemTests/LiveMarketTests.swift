import Foundation
import Testing

/// The live feed of Binance with real processes, from the exchange's simulator.
@Suite(.timeLimit(.minutes(5))) struct LiveMarketTests {
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
        #expect(pipeline.wait(seconds: 60) { log().contains("goes on exactly") }, "\(log())")

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
    }

    @Test func `what a live market can't have is refused by name`() throws {
        for (words, expected) in [
            (["--feed", "binance", "--speed", "0"], "--feed binance is live"),
            (["--feed", "binance", "--mode", "live"], "--mode live is not there yet"),
            (["--market", "spot"], "go with --feed binance"),
            (["--feed", "binance", "--base-url", "exchange"], "expected mainnet, testnet or a URL"),
            (["--feed", "binance", "--from", "2025-05-08"], "leave --from out"),
            (["--feed", "kraken"], "expected replay or binance"),
        ] {
            let outcome = try run(Programs.path("strata"), ["up"] + words)
            #expect(outcome.status == 2 && outcome.output.contains(expected), "\(words): \(outcome.output)")
        }
    }
}
