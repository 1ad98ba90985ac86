import Foundation
import L1Operational
import Testing

/// Pairs that are taken out of the safe list between two runs on one account.
@Suite(.serialized, .timeLimit(.minutes(10))) final class DisabledPairTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    /// At 21:40 BTC is held, and ETH was traded and is closed. SOL stands first from then on. The first run is in
    /// lockstep both times: what it leaves open may not hang on how busy the machine is.
    @Test(arguments: ["0", "100000"])
    func `a closed pair is history, an open one is managed to its exit, and the sums add up`(speed: String) throws {
        let first = try up("0", "--to", "2025-05-05T21:40")
        #expect(first.status == 0, "\(first.output)")
        let before = try rows("select count(*), sum(fee_e8) from fills")
        try refuse()

        try scratch.write("list.json", try Self.list(["SOL/USDT", "BTC/USDT"], disabled: ["BTC/USDT"]))
        let list = ["--safe-list", "\(scratch.path)/list.json"]
        let check = try run(Programs.path("strata"), ["check", "--state", "\(scratch.path)/state"] + list)
        #expect(check.status == 0 && check.output.contains("BTC/USDT is held (0.003 at 94553.7)"), "\(check.output)")
        let second = try up(speed, ["--keep-state", "--to", "2025-05-06T12:00"] + list)
        #expect(second.status == 0, "\(second.output)")
        #expect(second.output.contains("BTC/USDT is held (0.003 at 94553.7), and is not traded any more"))
        #expect(try scratch.read("log/l2-tactic.0.log").contains("BTC/USDT: exit only"))
        #expect(!(try scratch.read("log/executor.0.log").contains("ERROR")))

        let new = try rows("select symbol, purpose from fills order by fill_id limit -1 offset " + before[0].prefix { $0 != " " })
        #expect(new.contains { $0.hasPrefix("BTC/USDT") } && !new.contains("BTC/USDT entry"), "\(new)")
        #expect(new.contains("SOL/USDT entry"), "the others are traded on: \(new)")
        #expect(try rows("select size_e8 from positions where symbol = 'BTC/USDT'") == ["0"])
        #expect(try rows("select status from positions where symbol = 'ETH/USDT'") == ["closed"], "its row stays")
        try checkSums()
    }

    /// Profit and fees of all pairs that were ever traded make the balance.
    private func checkSums() throws {
        let sums = try rows("select 1000000000000 + sum(realized_pnl_e8) - sum(fees_e8) from positions")
        #expect(try rows("select total_e8 from balances where asset = 'USDT'") == sums)
        let parts = try rows("select sum(realized_pnl_e8), sum(fees_e8) from positions")
        #expect(try rows("select realized_pnl_e8, fees_e8 from balances where asset = 'USDT'") == parts)
        #expect(try ExecutorBooks.rows("select count(*) - count(distinct fill_id) from fills", state) == ["0"])
    }

    /// What can't be managed is refused before anything is touched, with pair, what is held and what to do.
    private func refuse() throws {
        try scratch.write("list.json", try Self.list(["SOL/USDT"], disabled: []))
        try scratch.write("empty/SOLUSDT-1m.csv", "")
        try FileManager.default.removeItem(atPath: scratch.path + "/empty/SOLUSDT-1m.csv")
        try FileManager.default.copyItem(
            atPath: DeployTests.root + "/samples/klines/SOLUSDT-1m.csv.gz",
            toPath: scratch.path + "/empty/SOLUSDT-1m.csv.gz")
        let table = try String(contentsOfFile: DeployTests.root + "/samples/instruments.json", encoding: .utf8)
        try scratch.write("table.json", table.replacingOccurrences(of: #""BTC""#, with: #""XBT""#))
        let list = ["--keep-state", "--safe-list", "\(scratch.path)/list.json"]
        for (words, why) in [
            (["--data", "\(scratch.path)/empty"], "no data of BTCUSDT"),
            (["--instruments", "\(scratch.path)/table.json"], "add its filters"),
            (["--to", "2025-05-05T21:40"], "no data of it between these times"),
        ] {
            let refused = try up("0", list + words)
            #expect(refused.status != 0 && refused.output.contains(why), "\(refused.output)")
            #expect(refused.output.contains("BTC/USDT is held (0.003 at 94553.7), is not traded any more, and can't"))
            #expect(refused.output.contains("start without --keep-state"))
        }
        #expect(try String(contentsOfFile: "\(scratch.path)/run-counter", encoding: .utf8) == "1\n")
    }

    private var state: String { "\(scratch.path)/state" }

    private func rows(_ query: String) throws -> [String] { try ExecutorBooks.rows(query, state) }

    private func up(_ speed: String, _ words: String...) throws -> Outcome { try up(speed, words) }

    private func up(_ speed: String, _ words: [String]) throws -> Outcome {
        try Pipeline(scratch.path, ["--speed", speed] + words).finish()
    }

    /// The bundled safe list's entries of some pairs, in this order.
    private static func list(_ names: [String], disabled: [String]) throws -> String {
        let bytes = try Data(contentsOf: URL(filePath: DeployTests.root + "/safe_list.json"))
        let whole = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: [String: Any]])
        let entries = try names.map { name in
            var entry = try #require(whole[name])
            entry["enabled"] = !disabled.contains(name)
            return "\"\(name)\": " + String(decoding: try JSONSerialization.data(withJSONObject: entry), as: UTF8.self)
        }
        return "{\(entries.joined(separator: ", "))}"
    }
}
