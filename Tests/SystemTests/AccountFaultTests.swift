import Foundation
import Market
import Messages
import Testing

/// What goes wrong between Strata and its account at the exchange, with real processes: books and account are equal
/// after it, and a stop rests for what is held. STRATA_FAULT_ROUNDS=3 plays each fault three times,
/// STRATA_FAULT_KINDS=418,disconnect those alone that begin so.
@Suite(.timeLimit(.minutes(30))) struct AccountFaultTests {
    /// The market's seconds to one of the machine's.
    private static let speed = 5

    /// Faults as `/sim/fault/` takes them.
    private static let faults = [
        "late?ms=3000&count=3&at=rder", "drop?count=2&at=/order", "drop?count=2&at=algoOrder", "status?status=503&count=3&at=rder",
        "status-after?count=2&at=/order", "status-after?count=2&at=algoOrder", "429", "418?ms=20000", "order-limit", "disconnect?at=user",
        "half-open?at=user", "listen-keys", "late-events?ms=8000&count=4", "duplicate?count=20&at=ORDER_TRADE_UPDATE",
        "reorder?count=6&at=ORDER_TRADE_UPDATE", "clock?ms=1500", "shutdown?ms=2000",
    ]

    @Test func `after each fault the books are the account's, and a stop rests for what is held`() async throws {
        let rounds = ProcessInfo.processInfo.environment["STRATA_FAULT_ROUNDS"].flatMap { Int($0) } ?? 1
        let kinds = ProcessInfo.processInfo.environment["STRATA_FAULT_KINDS"]?.split(separator: ",") ?? [""]
        let faults = (Self.faults + ["kill"]).filter { fault in kinds.contains { fault.hasPrefix($0) } }
        let exchange = try ExchangeSimProcess(
            "--synthetic", "7", "--speed", "\(Self.speed)", "--isolated", "1", "--account",
            "\(TestnetAccount.key):\(TestnetAccount.secret):10000")
        defer { _ = exchange.end() }
        let seven = try SevenProcesses(speed: Self.speed, venue: "binance", feed: "binance:" + exchange.url, keys: Self.keys)
        defer { seven.end() }
        let account = TestnetAccount(url: exchange.url)
        let desk = SignalDesk(seven)
        try seven.wait("the market moves") { seven.heard(.depth, SevenProcesses.eth) }
        try desk.enterUntilFilled()
        for round in 1...rounds {
            for fault in faults {
                if fault == "kill" {
                    _ = try desk.enter()
                    seven.signal("executor", SIGKILL)
                    seven.waitForEnd(of: "executor")
                    try seven.start("executor")
                } else {
                    #expect(try await exchange.ask("fault/\(fault)") == "{}", "\(fault)")
                    _ = try desk.enter()
                }
                let label = "round \(round), \(fault)"
                try desk.enterUntilFilled()
                _ = try await exchange.ask("clear")
                try Self.waitForEqual(seven, account, label)
                // What is held goes again, so that no limit is reached in many rounds.
                try leaveAll(seven, desk)
            }
        }
        try desk.enterUntilFilled()
        try Self.waitForEqual(seven, account, "at the end")
        try Self.expectAgreement(exchange, seven)
    }

    /// Sells until nothing is held. A report may be heard before the fill that it speaks of: what is sold once more
    /// then is refused as an entry without a stop, and nothing is held as soon as that fill is heard, too.
    private func leaveAll(_ seven: SevenProcesses, _ desk: SignalDesk) throws {
        while seven.held(SevenProcesses.eth).isPositive {
            let signal = try desk.leave()
            try seven.wait("a report of \(signal)") { seven.report(signal) != nil }
            let report = try #require(seven.report(signal))
            guard report.status != .filled else { continue }
            #expect(report.status == .rejected && report.reason.code == .missingStop, "\(signal): \(report.reason.text)")
            try seven.wait("nothing is held") { !seven.held(SevenProcesses.eth).isPositive }
        }
    }

    /// What another client reads of the account is what Strata keeps of it, field for field.
    private static func expectAgreement(_ exchange: ExchangeSimProcess, _ seven: SevenProcesses) throws {
        guard let python = Programs.python else { return }
        let words = [exchange.url, TestnetAccount.key, TestnetAccount.secret, seven.scratch.path + "/state/executor.sqlite"]
        let outcome = try run(python, ["Tests/Peers/agree_ccxt.py"] + words, environment: ["NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"])
        #expect(outcome.status == 0 && outcome.output.hasSuffix("Strata and ccxt: 7 checks passed\n"), "\(outcome.output.suffix(6000))")
    }

    private static let keys = [
        "STRATA_MODE": "TESTNET", "BINANCE_TESTNET_API_KEY": TestnetAccount.key,
        "BINANCE_TESTNET_API_SECRET": TestnetAccount.secret,
    ]

    /// Each fill of the account is in the books once, and the stops are for what is held.
    private static func waitForEqual(_ seven: SevenProcesses, _ account: TestnetAccount, _ label: String) throws {
        var (booked, told): (Set<String>, [String: Any]) = ([], [:])
        let areEqual = TestnetAccount.seldom {
            guard let answer = try account.readUnlessRefused() else { return nil }
            told = answer
            let rows = try ExecutorBooks.rows("select venue_id, side, qty_e8 from fills", seven.scratch.path + "/state")
            booked = Set(rows)
            let trades = (told["trades"] as? [[String]] ?? []).map { trade in
                "\(trade[5]) \(trade[1].lowercased()) \(((Decimal(string: trade[2]) ?? 0) * 100_000_000))"
            }
            guard rows.count == booked.count, booked == Set(trades), (told["orders"] as? [String])?.isEmpty == true else { return false }
            let held = told["positions"] as? [String: String] ?? [:]
            let stops = (told["stops"] as? [[String]] ?? []).filter { Self.isStop($0[3]) }
            let sum = stops.reduce(Decimal(0)) { $0 + (Decimal(string: $1[2]) ?? 0) }
            return sum == Decimal(string: held["ETHUSDT"] ?? "0")
        }
        try seven.wait("\(label): books and account are equal", until: areEqual)
        let names = (told["names"] as? [String] ?? []).filter { !Self.isStop($0) && !$0.hasSuffix("-91") }
        let taken = Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }
        #expect(taken.isEmpty, "\(label): the exchange took an order twice")
    }

    private static func isStop(_ name: String) -> Bool {
        let leg = Int(name.split(separator: "-").last ?? "") ?? 0
        return leg == 90 || leg >= 100 && leg % 2 == 0
    }
}
