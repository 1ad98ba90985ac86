import Bus
import Foundation
import Market
import Messages
import Stages
import Testing

/// A pair that stands in no file of ours but the safe list, at an exchange that has it.
@Suite(.timeLimit(.minutes(10))) struct NewPairTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `an entry in the safe list is enough: the exchange's filters hold`() throws {
        let exchange = try NewPair.exchange(scratch)
        defer { _ = exchange.end() }
        try NewPair.writeList(scratch, ["BTC/USDT", "XYZ/USDT"])
        let pipeline = try NewPair.up(scratch, exchange)
        let person = try SignalPerson(pipeline.runDirectory, ["BTC/USDT", "XYZ/USDT"])
        // The made-up price is about 10: 5.25 are above the least notional of 40, and 2 are not.
        let filled = try person.trade("XYZ/USDT", 5.25, stop: 5)
        #expect(filled.status == .filled, "\(filled.reason.text) \(pipeline.log("l1-operational.0"))")
        let small = try person.trade("XYZ/USDT", 2, stop: 5)
        #expect(small.reason.code == .orderTooSmall && small.reason.limit == 40, "\(small.reason.text)")
        let uneven = try person.trade("XYZ/USDT", 5.3, stop: 5)
        #expect(uneven.executedQuantity == Quantity(5.25), "\(uneven.status) \(uneven.reason.text)")

        let status = try pipeline.ask("status")
        #expect(status.output.contains("Terms: the exchange's filters of 2 pairs; fees (maker 0.02 %, taker 0.05 %)"), "\(status.output)")
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("the exchange tells an account's own to its key alone"), "\(outcome.output)")
        let sizes = try ExecutorBooks.rows("select qty_e8 from fills where symbol = 'XYZ/USDT'", "\(scratch.path)/state")
        #expect(!sizes.isEmpty && sizes.allSatisfy { (Int($0) ?? 1) % 25_000_000 == 0 }, "\(sizes)")
    }

    @Test func `a pair that the exchange lacks is refused by its name, and so is a table of one's own`() throws {
        let exchange = try NewPair.exchange(scratch)
        defer { _ = exchange.end() }
        try NewPair.writeList(scratch, ["BTC/USDT", "NOPE/USDT"])
        let outcome = try NewPair.up(scratch, exchange).finish()
        #expect(outcome.status == 4 && outcome.output.contains("knows no NOPE/USDT on its um market"), "\(outcome.output)")
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/state"), "nothing was begun")
        let own = try NewPair.up(scratch, exchange, "--instruments", "samples/instruments.json").finish()
        #expect(own.status == 2 && own.output.contains("leave --instruments out"), "\(own.output)")
    }
}
