import Foundation
import Testing

/// Data and settings with which nothing can be traded: `strata check` refuses them with the figures, and
/// notes what keeps some trades from coming.
@Suite final class UntradableTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.write("safe_list.json", #"{"BTC/USDT": {"tier": "STABLE", "strategy": "momentum"}}"#)
    }

    deinit { scratch.remove() }

    private func strata(_ command: String, _ settings: String = "{}", _ words: String...) throws -> Outcome {
        try scratch.write("strata.json", settings)
        return try run(
            Programs.path("strata"),
            [
                command, "--safe-list", "\(scratch.path)/safe_list.json", "--config", "\(scratch.path)/strata.json",
                "--data", "\(scratch.path)/data",
            ] + words)
    }

    @Test func `a pair whose data lies beyond the exchange's prices altogether is refused`() throws {
        try KlineFiles.write(scratch, "data", minutes: 600, pairs: [("BTCUSDT", 0.5, 7)])
        for command in ["check", "run"] {
            let outcome = try strata(command)
            #expect(outcome.status == 4 && outcome.output.contains("BTC/USDT can't be traded: its data has prices"), "\(outcome.output)")
            #expect(outcome.output.contains("by PRICE_FILTER the exchange takes "), "\(outcome.output)")
        }
    }
}
