import Foundation
import Testing

/// `exchange-sim` as a program: what each option does.
@Suite(.timeLimit(.minutes(5))) struct ExchangeSimTests {
    private static let spot = "/api/v3/"
    private static let um = "/fapi/v1/"

    @Test func `a market is served where it is asked for, and nowhere else`() async throws {
        for (words, hasSpot, hasUm) in [([], false, true), (["--market", "spot"], true, false), (["--market", "both"], true, true)] {
            let exchange = try ExchangeSimProcess(["--synthetic", "1"] + words)
            #expect(try await (exchange.get(Self.spot + "time").status == 200) == hasSpot, "\(words)")
            #expect(try await (exchange.get(Self.um + "time").status == 200) == hasUm, "\(words)")
            #expect(exchange.end() == 0)
        }
    }

    @Test func `a made-up market follows from its seed, a recorded one from its data and its range`() async throws {
        func candles(_ words: String...) async throws -> String {
            let exchange = try ExchangeSimProcess(words + ["--speed", "0"])
            defer { _ = exchange.end() }
            return try await exchange.get(Self.um + "klines?symbol=BTCUSDT&interval=1m&limit=5").body
        }
        let seven = try await candles("--synthetic", "7")
        #expect(try await candles("--synthetic", "7") == seven)
        #expect(try await candles("--synthetic", "8") != seven)
        let recorded = try await candles("--from", "2025-05-08")
        #expect(try await candles("--data", "samples/klines", "--from", "2025-05-08") == recorded)
        #expect(try await candles("--from", "2025-05-09") != recorded)
    }

    @Test func `symbols, clock and speed are what was asked for`() async throws {
        let exchange = try ExchangeSimProcess("--synthetic", "1", "--symbols", "BTC/USDT", "--speed", "0")
        let listed = try await exchange.get(Self.um + "exchangeInfo").body
        #expect(listed.contains("BTCUSDT") && !listed.contains("ETHUSDT"))
        let time = try await exchange.get(Self.um + "time").body
        #expect(try await exchange.get(Self.um + "time").body == time, "speed 0 stands")
        _ = try await exchange.ask("advance?ms=60000")
        #expect(try await exchange.get(Self.um + "time").body != time)
        #expect(exchange.end() == 0)
        let present = try ExchangeSimProcess("--synthetic", "1", "--clock", "now")
        defer { _ = present.end() }
        let text = try await present.get(Self.um + "time").body
        let shown = try #require(Double(text.filter(\.isNumber)))
        #expect(abs(shown / 1000 - Date().timeIntervalSince1970) < 120)
    }

    @Test func `what it can't do is refused by name`() throws {
        for (words, status, expected) in [
            (["--market", "margin"], 2, "--market"), (["--speed", "-1"], 2, "--speed"), (["--speed", "nan"], 2, "--speed"),
            (["--clock", "now", "--speed", "5"], 2, "--clock now"), (["--routes", "some"], 2, "--routes"),
            (["--synthetic", "x"], 2, "--synthetic"), (["--synthetic", "1", "--data", "samples/klines"], 2, "one of them"),
            (["--listen", "nowhere"], 2, "--listen"), (["--listen", "127.0.0.1:70000"], 2, "--listen"),
            (["--tls", "/nowhere", "--listen", "127.0.0.1:0", "--synthetic", "1"], 1, "/nowhere"),
            (["--symbols", "NOPE/USDT"], 4, "NOPE/USDT"), (["--symbols", ","], 2, "--symbols"),
            (["--speed", "10001"], 2, "10000 at most"), (["--from", "2031-01-01"], 1, "there is no data between these times"), (["--moon"], 2, "--moon"),
        ] {
            let outcome = try run(Programs.path("exchange-sim"), words)
            #expect(outcome.status == status && outcome.output.contains(expected), "\(words): \(outcome.status) \(outcome.output)")
        }
    }
}
