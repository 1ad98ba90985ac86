import Foundation
import L1Operational
import Testing

/// Strategies that the safe list registers, over real processes: the same bytes as in one, whatever shares a process
/// and whoever dies; what a person is told names them.
@Suite(.serialized, .timeLimit(.minutes(5))) final class RegisteredStrategyProcessTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    @Test func `registered strategies trade the same in one process, in three and after a kill`() throws {
        try scratch.write(
            "list.json",
            """
            {"BTC/USDT": {"strategy": "momentum", "strategies": [
                {"strategy": "momentum", "timeframe": "1h", "params": {"ma_fast": 3, "ma_slow": 8}},
                {"strategy": "breakout", "timeframe": "15m", "params": {"lookback": 10}},
                {"strategy": "momentum", "timeframe": "5m"}, {"strategy": "breakout", "timeframe": "1m"},
                {"strategy": "mean_reversion", "timeframe": "4h"}]},
             "ETH/USDT": {"strategy": "mean_reversion", "strategies": [
                {"strategy": "mean_reversion", "timeframe": "15m", "params": {"rsi_period": 7}},
                {"strategy": "momentum", "timeframe": "15m"}, {"strategy": "breakout", "timeframe": "5m"},
                {"strategy": "breakout", "timeframe": "15m", "params": {"lookback": 10}}]}}
            """)
        try scratch.write("strata.json", #"{"tactic": {"min_vote": 0.05}}"#)
        try scratch.write(
            "plan.json", #"{"processes": {"decide": ["l2-tactic", "l1-operational", "risk-manager"]}}"#)
        let words = [
            "--safe-list", "\(scratch.path)/list.json", "--config", "\(scratch.path)/strata.json", "--to", "2025-05-05T00:00",
        ]
        let alone = try run(
            Programs.path("strata"), ["run", "--quiet", "--journal", "\(scratch.path)/alone.jsonl"] + words)
        #expect(alone.status == 0, "\(alone.output)")
        let wanted = try scratch.read("alone.jsonl")
        #expect(wanted.contains(#""strategy":"breakout:15m."#) && wanted.contains(#""strategy":"momentum:1h."#))

        for (number, plan) in [[], ["--plan", "\(scratch.path)/plan.json"]].enumerated() {
            let folder = "\(scratch.path)/\(number)"
            try scratch.write("\(number)/empty", "")
            let pipeline = try Pipeline(folder, ["--journal", "\(folder)/up.jsonl"] + words + plan)
            #expect(pipeline.wait(seconds: 60) { pipeline.log("feed-handler.0").contains("Published 1000 total messages") })
            kill(try #require(try pipeline.pid(of: "l2-tactic.0")), SIGKILL)
            let outcome = try pipeline.finish()
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(try scratch.read("\(number)/up.jsonl") == wanted, "plan \(plan)")
        }
        let pairs = try run(Programs.path("strata"), ["pairs"] + words.prefix(4))
        #expect(pairs.output.contains("BTC/USDT: momentum:1h.") && pairs.output.contains("(ma_fast 3, ma_slow 8)"))
        let json = try run(Programs.path("strata"), ["pairs", "--json"] + words.prefix(4))
        #expect(json.output.contains(#""strategies":["momentum","mean_reversion","breakout","momentum:1h."#), "\(json.output)")
        // Whoever asks needn't have the list: the journal names what voted.
        let plan = try #require(wanted.split(separator: "\n").first { $0.contains("\"sources\":{") && $0.contains("breakout:15m.") })
        let order = try #require(plan.firstMatch(of: /"signal_id":"([^"]+)"/)).1
        let why = try run(Programs.path("strata"), ["why", String(order), "--journal", "\(scratch.path)/alone.jsonl"])
        #expect(why.status == 0 && why.output.contains("breakout:15m."), "\(why.output)")
    }
}
