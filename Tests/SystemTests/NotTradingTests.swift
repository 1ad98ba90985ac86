import Foundation
import Testing

/// A pair that the exchange does not trade now: said by every program that reads of it, and not entered.
@Suite(.timeLimit(.minutes(10))) final class NotTradingTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    @Test(arguments: [("BREAK", "status"), ("SETTLING", "contractStatus")])
    func `its status is told by name, and nothing of it is ordered`(_ status: String, _ key: String) throws {
        let text = try String(contentsOfFile: "\(DeployTests.root)/samples/instruments.json", encoding: .utf8)
        let parts = text.components(separatedBy: #""symbol": "BTCUSDT", "status": "TRADING""#)
        try #require(parts.count > 1)
        try scratch.write("instruments.json", parts.joined(separator: #""symbol": "BTCUSDT", "\#(key)": "\#(status)""#))
        let files = ["--instruments", "\(scratch.path)/instruments.json"]
        let check = try run(Programs.path("strata"), ["check"] + files)
        #expect(check.output.contains("BTC/USDT is not traded: the exchange's status is \(status)"), "\(check.output)")
        let isAllWell = check.output.contains("\nAll is well.")
        #expect(!isAllWell, "\(check.output)")
        let words = ["run", "--symbols", "BTC/USDT", "--to", "2025-05-06", "--summary", "\(scratch.path)/summary.json"]
        let outcome = try run(Programs.path("strata"), words + files + ["--verbose"])
        #expect(outcome.status == 0 && outcome.output.contains("the exchange's status is \(status)"), "\(outcome.output)")
        let summary = try JSONSerialization.jsonObject(with: Data(try scratch.read("summary.json").utf8))
        let fields = try #require(summary as? [String: Any])
        #expect(Pipeline.figure(fields, "BTC/USDT", "orders") == 0)
        #expect(Pipeline.figure(fields, "BTC/USDT", "signals") > 0)
        let row = (fields["symbols"] as? [String: Any])?["BTC/USDT"] as? [String: Any]
        let refusals = String(describing: row?["refusals"] ?? "")
        #expect(refusals.contains("not_trading"), "\(refusals)")
    }
}
