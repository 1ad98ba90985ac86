import Foundation
import Market
import Stages
import Testing

@testable import Hosting

/// What stands between a person and real money, with the programs themselves.
@Suite(.timeLimit(.minutes(10))) final class LiveGateTests {
    private let scratch: Scratch
    private static let keys = ["BINANCE_API_KEY": TestnetAccount.key, "BINANCE_API_SECRET": TestnetAccount.secret]

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    private var environment: [String: String] {
        ["STRATA_BUDGET_DIR": "\(scratch.path)/budget", "STRATA_KEYS_FILE": "\(scratch.path)/none.sh"]
    }

    private func up(_ words: [String], _ more: [String: String] = [:]) throws -> Outcome {
        let outcome = try Pipeline(scratch.path, words, environment: environment.merging(more) { $1 }).finish()
        let made = try FileManager.default.contentsOfDirectory(atPath: scratch.path).filter { $0 != "proved-days" }
        #expect(made.isEmpty, "something was started: \(made)")
        return outcome
    }

    /// The names of the refusals that are listed, in their order.
    private func names(_ outcome: Outcome) -> [String] {
        outcome.output.split(separator: "\n").filter { $0.hasPrefix("  ") }
            .compactMap { $0.firstMatch(of: /^  ([a-z_]+):/).map { String($0.1) } }
    }

    @Test func `live is refused with every reason at once, and nothing is started`() throws {
        let all = try up(["--mode", "live"])
        #expect(all.status == 4 && all.output.contains("mode LIVE is refused, nothing was started"), "\(all.output)")
        #expect(names(all) == ["live_closed", "recorded_market", "no_key", "no_proof", "unconfirmed"], "\(all.output)")
        #expect(all.output.contains("until orders' emergency rules have landed") && all.output.contains("BINANCE_API_KEY"))

        let live = ["--mode", "live", "--feed", "binance"]
        for base in ["https://fapi.binance.com.evil.org", "http://fapi.binance.com", "https://fapi.binance.com.", "http://127.0.0.1:1"] {
            let foreign = try up(live + ["--base-url", base, "--confirm-live", "yes"], Self.keys)
            #expect(names(foreign) == ["live_closed", "foreign_host", "no_proof", "other_words"], "\(base): \(foreign.output)")
        }
        let user = try up(live + ["--base-url", "https://fapi.binance.com@evil.org"], Self.keys)
        #expect(user.status == 2 && user.output.contains("a user's name or a password"), "\(user.output)")
        let testnet = try up(live + ["--network", "testnet"], Self.keys)
        #expect(names(testnet) == ["live_closed", "test_network", "no_proof", "unconfirmed"], "\(testnet.output)")

        let words = try #require(testnet.output.firstMatch(of: /--confirm-live "([^"]+)"/)).1
        #expect(words.hasPrefix("real money on um with account "))
        for confirmed in [try up(live + ["--confirm-live", String(words)], Self.keys),
            try up(live, Self.keys.merging(["STRATA_CONFIRM_LIVE": String(words)]) { $1 })] {
            #expect(names(confirmed) == ["live_closed", "no_proof"], "\(confirmed.output)")
        }
        #expect(!testnet.output.contains(TestnetAccount.key) && !testnet.output.contains(TestnetAccount.secret))
    }

    @Test func `the executor refuses live by itself, too`() throws {
        let executor = try run(
            Programs.path("executor"),
            environment: environment.merging(["STRATA_MODE": "LIVE", "STRATA_RUN_DIR": "\(scratch.path)/run"]) { $1 })
        #expect(executor.status == 4 && executor.output.contains("LIVE is refused in this build until"), "\(executor.output)")
    }

    @Test func `simulated days leave a mark of this build, and a day that does not hold leaves none`() throws {
        let state = ["--state", "\(scratch.path)/state"]
        let mark = "\(scratch.path)/proved-days"
        let proved = try run(Programs.path("strata"), ["doctor", "--prove", "--days", "3"] + state)
        #expect(proved.status == 0 && proved.output.contains("3 days held"), "\(proved.output)")
        #expect(proved.output.contains("1 of 3 days held") && proved.output.contains("LIVE asks for 1000"), "\(proved.output)")
        let text = try scratch.read("proved-days")
        let shorter = try run(Programs.path("strata"), ["doctor", "--prove", "--days", "1"] + state)
        #expect(shorter.status == 0 && shorter.output.contains("stays that of 3 days"), "\(shorter.output)")
        #expect(try scratch.read("proved-days") == text, "fewer days take no mark away")
        #expect(text.contains("\nseeds 1..3\ndays 3\n") && text.hasSuffix("result held\n"), "\(text)")
        #expect(try FileManager.default.attributesOfItem(atPath: mark)[.posixPermissions] as? Int == 0o600)

        let live = ["--mode", "live", "--feed", "binance"]
        let few = try up(live, Self.keys)
        #expect(names(few) == ["live_closed", "too_few_days", "unconfirmed"], "\(few.output)")
        try scratch.write("proved-days", text.replacing("1..3", with: "1..1000").replacing("days 3", with: "days 1000"))
        let enough = try up(live, Self.keys)
        #expect(names(enough) == ["live_closed", "unconfirmed"], "\(enough.output)")
        let build = try #require(text.firstMatch(of: /build ([0-9a-f]{16})/)).1
        try scratch.write("proved-days", text.replacing(build, with: "0000000000000001"))
        let other = try up(live, Self.keys)
        #expect(names(other) == ["live_closed", "proof_of_other_build", "too_few_days", "unconfirmed"], "\(other.output)")
        try scratch.write("proved-days", "nonsense")
        #expect(names(try up(live, Self.keys)) == ["live_closed", "no_proof", "unconfirmed"])

        let bent = try run(
            Programs.path("strata"), ["doctor", "--prove", "--seeds", "5..7", "--bug", "reservation-leaked", "--json"] + state)
        #expect(bent.status == 1 && bent.output.contains("strata-soak --seeds 5..5"), "\(bent.output)")
        #expect(bent.output.contains("the day under seed 5 did not hold"), "\(bent.output)")
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    /// What the executor does in LIVE, by a key of trials: no other reaches a simulator.
    @Test func `the executor asks until it knows what its key may do, and goes by that`() async throws {
        func asker(_ exchange: ExchangeSimProcess, _ market: MarketKind = .um) throws -> KeyAsker {
            let told = ["BINANCE_TESTNET_API_KEY": TestnetAccount.key, "BINANCE_TESTNET_API_SECRET": TestnetAccount.secret]
            let key = try AccountKey.find(.testnet) { told[$0] }
            return KeyAsker(key, at: try FeedChoice.Place(network: nil, base: exchange.url), market)
        }
        let account = "\(TestnetAccount.key):\(TestnetAccount.secret):10000"
        let fine = try ExchangeSimProcess("--market", "both", "--account", account, "--permissions", "spot,ip")
        defer { _ = fine.end() }
        _ = try await fine.ask("fault/status?at=/sapi&status=503")
        var told: [String] = []
        #expect(try KeyExamination.check(asker(fine, .spot)) { told.append($0) })
        #expect(told.count == 1 && told.first?.contains("is not known yet, and nothing is traded: status 503") == true, "\(told)")
        #expect { try KeyExamination.check(asker(fine)) { _ in } } throws: {
            ($0 as? HostError)?.exitCode == 4 && "\($0)".contains("enableFutures")
        }
        let bad = try ExchangeSimProcess("--account", account, "--permissions", "futures,withdraw")
        defer { _ = bad.end() }
        #expect { try KeyExamination.check(asker(bad)) { _ in } } throws: { "\($0)".contains("enableWithdrawals") }
        let stranger = try ExchangeSimProcess("--account", "other:secret:1")
        defer { _ = stranger.end() }
        #expect { try KeyExamination.check(asker(stranger)) { _ in } } throws: { "\($0)".contains("does not take the key") }
    }

    @Test(arguments: [
        (["--days", "3"], "--days goes with --prove"), (["--prove", "--mode", "live"], "--mode goes without --prove"),
        (["--prove", "--days", "2", "--seeds", "1..2"], "give one of them"), (["--prove", "--seeds", "2..1"], "expected one as in"),
        (["--prove", "--days", "0"], "from 1"), (["--prove", "--bug", "none"], "--bug is"),
        (["--prove", "--seeds", "0..18446744073709551615"], "a million at most"),
    ])
    func `what does not go together is said`(words: [String], why: String) throws {
        let outcome = try run(Programs.path("strata"), ["doctor"] + words)
        #expect(outcome.status == 2 && outcome.output.contains(why), "\(outcome.output)")
    }

    @Test(arguments: [
        ("", ["warn   permissions  the key is taken from every address"], true), ("futures,ip", ["ok     permissions"], true),
        ("spot,ip", ["the key is not let trade futures (enableFutures)"], false),
        ("spot,futures,withdraw,ip", ["the key may withdraw (enableWithdrawals)"], false),
        ("withdraw,transfer", ["the key may withdraw", "(enableFutures)"], false),
        ("futures,transfer", ["warn   permissions  the key may move money"], true),
    ])
    func `the doctor reads what a key may do, and refuses one that may withdraw`(may: String, told: [String], isFine: Bool) throws {
        let account = "\(TestnetAccount.key):\(TestnetAccount.secret):10000"
        let exchange = try ExchangeSimProcess(
            ["--speed", "1", "--isolated", "1", "--account", account] + (may.isEmpty ? [] : ["--permissions", may]))
        defer { _ = exchange.end() }
        let keys = ["BINANCE_TESTNET_API_KEY": TestnetAccount.key, "BINANCE_TESTNET_API_SECRET": TestnetAccount.secret]
        let words = ["doctor", "--base-url", exchange.url, "--clock", "venue", "--state", "\(scratch.path)/state", "--mode"]
        let outcome = try run(Programs.path("strata"), words + ["testnet"], environment: environment.merging(keys) { $1 })
        for text in told { #expect(outcome.output.contains(text), "\(outcome.output)") }
        #expect(outcome.status == (isFine ? 0 : 1) && outcome.output.contains("failed: permissions") == !isFine, "\(outcome.output)")

        // Keys to real money are not shown to it, whatever it asks for.
        let live = try run(Programs.path("strata"), words + ["live"], environment: environment.merging(Self.keys) { $1 })
        #expect(live.status == 1 && live.output.contains("foreign_host") && !live.output.contains("  key  "), "\(live.output)")
        #expect(live.output.contains("live_closed") && live.output.contains("no_proof") && !live.output.contains("permissions"))
    }
}
