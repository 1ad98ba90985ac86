import Foundation
import Testing

/// A recorded day of an account's orders at `exchange-sim`, one process after the other killed on the way:
/// STRATA_TESTNET_MINUTES=1440 plays a day of market in 24 minutes.
@Suite(.timeLimit(.minutes(60))) struct TestnetDayTests {
    private static let minutes = ProcessInfo.processInfo.environment["STRATA_TESTNET_MINUTES"].flatMap { Int($0) }
    /// The market's seconds to one of the machine.
    private static let speed = 60
    /// Minutes of market from one kill to the next.
    private static let pause = 80

    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private var state: String { "\(scratch.path)/state" }

    @Test(.enabled(if: minutes != nil, "STRATA_TESTNET_MINUTES=1440 plays a day in 24 minutes"))
    func `whatever is killed in a day, its account and its books are equal after it`() throws {
        let exchange = try ExchangeSimProcess(
            "--from", "2025-05-08T04:00:00Z", "--speed", "\(Self.speed)", "--isolated", "1", "--account",
            "\(TestnetAccount.key):\(TestnetAccount.secret):10000")
        defer { _ = exchange.end() }
        let pipeline = try Pipeline(
            scratch.path, ["--mode", "testnet", "--feed", "binance", "--base-url", exchange.url, "--clock", "venue"],
            environment: [
                "BINANCE_TESTNET_API_KEY": TestnetAccount.key, "BINANCE_TESTNET_API_SECRET": TestnetAccount.secret,
                "STRATA_BUDGET_DIR": "\(scratch.path)/budget",
            ])
        defer { pipeline.stop() }
        let ear = try PlanEar(scratch.path, ["feed-handler.0"])
        let account = TestnetAccount(url: exchange.url)
        let minutes = try #require(Self.minutes)
        for (number, minute) in stride(from: Self.pause, through: minutes, by: Self.pause).enumerated() {
            try hear(minute, ear, pipeline)
            let name = SevenProcesses.names[number % SevenProcesses.names.count]
            try replace(name, pipeline)
            try expectEqual("minute \(minute), \(name) killed", account, pipeline)
        }
        try hear(minutes, ear, pipeline)
        let fills = try expectEqual("the end", account, pipeline)
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(fills > 0)
        print("\(minutes) minutes, \(minutes / Self.pause) kills, \(fills) fills: account and books were equal after each")
    }

    /// Waits until the market has gone on for so many minutes.
    private func hear(_ minutes: Int, _ ear: PlanEar, _ pipeline: Pipeline) throws {
        let isThere = try pipeline.wait(seconds: 120 + 2 * Double(Self.pause * 60 / Self.speed)) {
            try ear.listen()
            return ear.candles.count >= 3 * minutes
        }
        #expect(isThere, "minute \(minutes): \(ear.candles.count) candles\n\(pipeline.log("feed-handler.0"))")
    }

    /// Kills a process and waits until it is back.
    private func replace(_ name: String, _ pipeline: Pipeline) throws {
        let words = name == "feed-handler" ? "joins the market anew" : "goes on exactly"
        let starts = { pipeline.log(name + ".0").components(separatedBy: words).count }
        let before = starts()
        kill(try #require(try pipeline.pid(of: name + ".0")), SIGKILL)
        #expect(pipeline.wait(seconds: 60) { starts() > before }, "\(name)\n\(pipeline.log(name + ".0"))")
    }

    /// Waits until each fill of the account is in the books once, with its price and its fee, cash is the wallet's, and
    /// a stop rests for what is held. Answers how many fills there are.
    @discardableResult
    private func expectEqual(_ label: String, _ account: TestnetAccount, _ pipeline: Pipeline) throws -> Int {
        var (rows, told): ([String], [String: Any]) = ([], [:])
        let areEqual = TestnetAccount.seldom {
            guard let answer = try account.readUnlessRefused() else { return nil }
            told = answer
            rows = try ExecutorBooks.rows("select venue_id, side, qty_e8, price_e8, fee_e8 from fills", state)
            let cash = try ExecutorBooks.rows("select total_e8 from balances where asset = 'USDT'", state).first
            let trades = (told["trades"] as? [[String]] ?? []).map { trade in
                "\(trade[5]) \(trade[1].lowercased()) \(trade[2...4].map { "\(raw($0))" }.joined(separator: " "))"
            }
            let isProtected = try TestnetAccount.isProtected(answer)
            return rows.sorted() == trades.sorted() && cash == "\(raw(told["wallet"] as? String ?? ""))" && isProtected
        }
        let isEqual = try pipeline.wait(seconds: 120, until: areEqual)
        #expect(isEqual, "\(label)\n\(rows)\n\(told)\n\(pipeline.log("executor.0").suffix(4000))")
        return rows.count
    }

    /// A decimal in hundred-millionths.
    private func raw(_ text: String) -> Decimal { (Decimal(string: text) ?? 0) * 100_000_000 }
}
