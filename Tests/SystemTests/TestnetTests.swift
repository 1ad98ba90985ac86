import Foundation
import Testing

/// Orders of an account at `exchange-sim`, with real processes.
@Suite(.timeLimit(.minutes(10))) struct TestnetTests {
    private let scratch: Scratch
    private static let keys = [
        "BINANCE_TESTNET_API_KEY": TestnetAccount.key, "BINANCE_TESTNET_API_SECRET": TestnetAccount.secret,
    ]

    init() throws { scratch = try Scratch() }

    /// From four minutes before the first entry of the recorded day.
    private func exchange() throws -> ExchangeSimProcess {
        let account = "\(TestnetAccount.key):\(TestnetAccount.secret):10000"
        return try ExchangeSimProcess("--from", "2025-05-08T04:02:00Z", "--speed", "30", "--isolated", "1", "--account", account)
    }

    private var environment: [String: String] {
        Self.keys.merging(["STRATA_BUDGET_DIR": "\(scratch.path)/budget"]) { $1 }
    }

    private func words(_ exchange: ExchangeSimProcess) -> [String] {
        ["--mode", "testnet", "--feed", "binance", "--base-url", exchange.url, "--clock", "venue"]
    }

    private func start(_ exchange: ExchangeSimProcess, state: String = "state") throws -> Pipeline {
        try Pipeline(scratch.path, words(exchange), environment: environment, state: state)
    }

    @Test func `an entry is filled and protected at the exchange, and stays one through a kill of its executor`() throws {
        let exchange = try exchange()
        defer { _ = exchange.end() }
        let account = TestnetAccount(url: exchange.url)
        let pipeline = try start(exchange)
        defer { pipeline.stop() }
        let log = { pipeline.log("executor.0") }
        #expect(pipeline.wait(seconds: 120) { log().contains("Fill entry: ") }, "\(log())")
        #expect(log().contains("in mode TESTNET"))

        kill(try #require(try pipeline.pid(of: "executor.0")), SIGKILL)
        #expect(pipeline.wait(seconds: 60) { log().contains("goes on exactly") }, "\(log())")
        let told = try wait(on: account, pipeline) { told in
            let held = try #require(told["positions"] as? [String: String])
            let resting = try #require(told["stops"] as? [[String]])
            // The target rests there, too.
            let stops = resting.filter { $0[3].hasSuffix("-90") }
            return held.count == 1 && stops.count == 1 && resting.count <= 2 && held[stops[0][0]] == stops[0][2]
        }
        pipeline.process.interrupt()
        #expect(try pipeline.finish().status == 0)

        try expectBooked(told, "symbol, side, qty_e8, price_e8, fee_e8, venue_id")
        // Feed handler and executor drew on the folder that they were told: what the address weighed, and the orders.
        let budgets = try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/budget")
        let kinds = budgets.compactMap { $0.split(separator: ".").last }.sorted()
        #expect(kinds == ["account", "orders", "weight"], "\(budgets)")
        for secret in [TestnetAccount.key, TestnetAccount.secret] {
            let found = try run("/usr/bin/grep", "-rlF", secret, "\(scratch.path)")
            #expect(found.output.isEmpty, "a key stands in \(found.output)")
        }
    }

    @Test func `what is held stays protected when it stops and starts again, with its books or with new ones`() throws {
        let exchange = try exchange()
        defer { _ = exchange.end() }
        let account = TestnetAccount(url: exchange.url)
        var pipeline = try start(exchange)
        defer { pipeline.stop() }
        // Stopped the moment its entry is filled: it places the stop before it ends.
        let isFilled = pipeline.wait(seconds: 120) { pipeline.log("executor.0").contains("Fill entry: ") }
        #expect(isFilled, "\(pipeline.log("executor.0"))\n\(pipeline.log("feed-handler"))")
        pipeline.process.interrupt()
        let first = try pipeline.finish()
        #expect(first.status == 0 && first.output.contains("on the testnet"), "\(first.output)")
        _ = try wait(on: account, pipeline, until: TestnetAccount.isProtected)

        for (starts, state) in [(2, "state"), (3, "other")] {
            pipeline = try start(exchange, state: state)
            let log = pipeline.log
            let isReady = { log("executor.0").components(separatedBy: "and its stream stands").count > starts }
            #expect(pipeline.wait(seconds: 60, until: isReady), "\(log("executor.0"))")
            let second = try Pipeline(
                "\(scratch.path)/second", words(exchange), environment: environment).finish()
            #expect(second.status == 4 && second.output.contains("is traded already"), "\(second.output)")
            pipeline.process.interrupt()
            let outcome = try pipeline.finish()
            #expect(outcome.status == 0, "\(outcome.output)\n\(log("executor.0"))")
            _ = try wait(on: account, pipeline, until: TestnetAccount.isProtected)
        }
    }

    @Test func `a key that the exchange does not know ends the run, and so do books of another account`() throws {
        let exchange = try exchange()
        defer { _ = exchange.end() }
        var wrong = environment
        wrong["BINANCE_TESTNET_API_SECRET"] = "another"
        let unsigned = try Pipeline(scratch.path, words(exchange), environment: wrong).finish()
        #expect(unsigned.status == 4 && unsigned.output.contains("does not take the key"), "\(unsigned.output)")
        wrong["BINANCE_TESTNET_API_KEY"] = "nobody"
        let other = try Pipeline(scratch.path, words(exchange), environment: wrong).finish()
        #expect(other.status == 4 && other.output.contains("are of the account"), "\(other.output)")
        let hour = ["--to", "2025-05-05T01:00"]
        let paper = try Pipeline(scratch.path, hour).finish()
        #expect(paper.status == 1 && paper.output.contains("the books of an account"), "\(paper.output)")
        #expect(try Pipeline(scratch.path, hour, state: "paper").finish().status == 0)
        let taken = try Pipeline(scratch.path, words(exchange), environment: environment, state: "paper").finish()
        #expect(taken.status == 4 && taken.output.contains("but of orders on paper"), "\(taken.output)")
    }

    @Test func `the doctor reads the account, changes nothing, and names what is wrong`() throws {
        let exchange = try exchange()
        defer { _ = exchange.end() }
        func doctor(_ words: String..., environment: [String: String]) throws -> Outcome {
            let all = ["doctor", "--mode", "testnet", "--base-url", exchange.url, "--state", scratch.path] + words
            return try run(Programs.path("strata"), all, environment: environment)
        }
        let fine = try doctor("--clock", "venue", environment: environment)
        #expect(fine.status == 0 && fine.output.contains("All is well"), "\(fine.output)")
        #expect(fine.output.contains("warn   permissions  the key is taken from every address"), "\(fine.output)")
        let late = try doctor(environment: environment)
        #expect(late.status == 1 && late.output.contains("1 of 10 checks failed: clock"), "\(late.output)")
        var wrong = environment
        wrong["BINANCE_TESTNET_API_SECRET"] = "another"
        let unsigned = try doctor("--clock", "venue", "--json", environment: wrong)
        #expect(unsigned.status == 1 && unsigned.output.contains("does not take the key: status 400 -1022"), "\(unsigned.output)")
        let none = try doctor("--clock", "venue", environment: ["STRATA_KEYS_FILE": "\(scratch.path)/none.sh"])
        #expect(none.status == 1 && none.output.contains("wrong  key") && none.output.contains("checks failed: key"), "\(none.output)")
        let told = try TestnetAccount(url: exchange.url).read()
        #expect((told["orders"] as? [String])?.isEmpty == true && (told["stops"] as? [[String]])?.isEmpty == true)
    }

    @Test func `on spot an entry is protected by one list, and stays so through a kill of its executor`() throws {
        try scratch.write("strata.json", "{\"market\": \"spot\"}")
        let terms = "\(TestnetAccount.key):\(TestnetAccount.secret):10000"
        let exchange = try ExchangeSimProcess("--market", "spot", "--from", "2025-05-08T04:02:00Z", "--speed", "30", "--account", terms)
        defer { _ = exchange.end() }
        let account = TestnetAccount(url: exchange.url, isSpot: true)
        let pipeline = try Pipeline(scratch.path, words(exchange) + ["--config", "\(scratch.path)/strata.json"], environment: environment)
        defer { pipeline.stop() }
        let log = { pipeline.log("executor.0") }
        #expect(pipeline.wait(seconds: 120) { log().contains("Fill entry: ") }, "\(log())")
        kill(try #require(try pipeline.pid(of: "executor.0")), SIGKILL)
        #expect(pipeline.wait(seconds: 60) { log().contains("goes on exactly") }, "\(log())")
        let told = try wait(on: account, pipeline) { told in
            let held = try #require(told["held"] as? [String: Double])
            let resting = try #require(told["stops"] as? [[String]])
            let stops = resting.filter { $0[1] == "STOP_LOSS" }
            guard held.count == 1, stops.count == 1, resting.count == 2, let all = held[stops[0][0]] else { return false }
            // The fee was taken from what was bought: what is left of a lot is dust.
            let rest = all - (Double(stops[0][2]) ?? 0)
            return rest >= 0 && rest < all / 100 && resting.allSatisfy { $0[2] == stops[0][2] }
        }
        pipeline.process.interrupt()
        #expect(try pipeline.finish().status == 0)
        try expectBooked(told, "symbol, side, qty_e8, price_e8, venue_id")
    }

    /// Waits until the account is as it should be; answers what the exchange told of it last.
    private func wait(
        on account: TestnetAccount, _ pipeline: Pipeline, until isSo: @escaping ([String: Any]) throws -> Bool
    ) throws -> [String: Any] {
        var told: [String: Any] = [:]
        let look = TestnetAccount.seldom {
            guard let answer = try account.readUnlessRefused() else { return nil }
            told = answer
            return try isSo(answer)
        }
        let isThere = try pipeline.wait(seconds: 90, until: look)
        #expect(isThere, "\(told)\n\(pipeline.log("executor.0"))")
        return told
    }

    /// Each trade that the exchange told of is in the books once; what was filled after it was asked may be, too.
    private func expectBooked(_ told: [String: Any], _ columns: String) throws {
        let trades = try #require(told["trades"] as? [[String]])
        let rows = try ExecutorBooks.rows("select \(columns) from fills", "\(scratch.path)/state")
        let booked = rows.map { row in
            var words = row.split(separator: " ").map(String.init)
            words[0] = words[0].replacingOccurrences(of: "/", with: "")
            words[1] = words[1].uppercased()
            for place in 2..<(words.count - 1) { words[place] = "\((Decimal(string: words[place]) ?? 0) / 100_000_000)" }
            return words
        }
        let there = trades.map { trade in
            var words = trade
            for place in 2..<(words.count - 1) { words[place] = "\(Decimal(string: words[place]) ?? 0)" }
            return words
        }
        #expect(!there.isEmpty && Set(there).isSubset(of: booked), "\(booked)\n\(there)")
        #expect(Set(booked).count == booked.count, "\(booked)")
    }

    @Test func `without keys, on the exchange itself or live nothing starts, and it is said why`() throws {
        let live = ["--feed", "binance", "--base-url", "http://127.0.0.1:1"]
        for (words, status, why) in [
            (["--mode", "testnet"] + live, 4, "BINANCE_TESTNET_API_KEY is not in the environment"),
            (["--mode", "testnet"], 2, "add --feed binance"),
            (["--mode", "testnet", "--feed", "binance", "--network", "mainnet"], 2, "--network testnet"),
            (["--mode", "testnet", "--feed", "binance", "--base-url", "https://fapi.binance.com"], 4, "exchange_itself: https://fapi"),
            (["--mode", "testnet", "--feed", "binance", "--base-url", "https://demo-fapi.binance.com.evil.org"], 4, "exchange_itself"),
            (["--confirm-live", "yes"], 2, "--confirm-live goes with --mode live"),
            (["--mode", "live"] + live, 4, "live_closed: LIVE is refused in this build until"),
            (["--mode", "real"], 2, "expected paper, testnet or live"),
        ] as [([String], Int32, String)] {
            let none = ["STRATA_KEYS_FILE": "\(scratch.path)/none.sh"]
            let outcome = try Pipeline(scratch.path, words, environment: none).finish()
            #expect(outcome.status == status && outcome.output.contains(why), "\(words): \(outcome.output)")
        }
    }
}
