import Foundation
import Glibc
import Testing

/// A changed safe list is taken up by a system that runs, with what it holds.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ReloadTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// The pair stands first in the new list: a position that went by its place would be another pair's.
    @Test func `a pair is added while another is held, and position, stop and halt stay`() throws {
        let exchange = try NewPair.exchange(scratch)
        defer { _ = exchange.end() }
        try NewPair.writeList(scratch, ["BTC/USDT", "ETH/USDT"])
        let pipeline = try NewPair.up(scratch, exchange)
        let first = try SignalPerson(pipeline.runDirectory, ["BTC/USDT", "ETH/USDT"])
        #expect(try first.trade("ETH/USDT", 0.05, stop: 2_000).status == .filled)
        #expect(try ExecutorBooks.standingStops(in: state) == 1)
        #expect(try pipeline.ask("halt").status == 0)
        let held = try books()

        try refuse(pipeline)
        #expect(try pipeline.ask("reload").output.contains("nothing has changed"))
        try NewPair.writeList(scratch, ["XYZ/USDT", "BTC/USDT", "ETH/USDT"])
        let reload = try pipeline.ask("reload", "--json")
        #expect(reload.status == 0 && reload.output.contains(#""added":["XYZ/USDT"]"#), "\(reload.output)")

        let status = try pipeline.ask("status")
        #expect(status.output.hasPrefix("TRADING IS HALTED since ") && status.output.contains("by person"), "\(status.output)")
        #expect(try books() == held, "positions and stops stay, by the names of their pairs")
        #expect(try pipeline.ask("resume").status == 0)
        let second = try SignalPerson(pipeline.runDirectory, ["XYZ/USDT", "BTC/USDT", "ETH/USDT"])
        let filled = try second.trade("XYZ/USDT", 5.25, stop: 5)
        #expect(filled.status == .filled, "\(filled.reason.text)")
        try takeOut(pipeline)
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(state)/output").filter { $0.hasPrefix("reload") } == [])
    }

    /// What can't be taken up is refused by its name, and what runs goes on as it was.
    private func refuse(_ pipeline: Pipeline) throws {
        let pids = try Pipeline.members.map { try pipeline.pid(of: $0) }
        let list = try scratch.read("list.json")
        try NewPair.writeList(scratch, ["BTC/USDT", "NOPE/USDT"])
        let unknown = try pipeline.ask("reload")
        #expect(unknown.status == 4 && unknown.output.contains("knows no NOPE/USDT"), "\(unknown.output)")
        try scratch.write("list.json", "{")
        let broken = try pipeline.ask("reload")
        #expect(broken.status == 4 && broken.output.contains("list.json:1"), "\(broken.output)")
        // A process that starts again meanwhile goes by what was checked.
        kill(try #require(try pipeline.pid(of: "l4-meta.0")), SIGKILL)
        #expect(pipeline.wait(seconds: 30) { pipeline.log("l4-meta.0").contains("goes on exactly") })
        try scratch.write("list.json", list)
        let after = try Pipeline.members.map { try pipeline.pid(of: $0) }
        #expect(zip(pids, after).filter { $0 != $1 }.count == 1, "only the one that was killed")
    }

    /// A pair that is taken out while it is held stays until its exit.
    private func takeOut(_ pipeline: Pipeline) throws {
        try NewPair.writeList(scratch, ["XYZ/USDT", "BTC/USDT"])
        let reload = try pipeline.ask("reload", "--json")
        #expect(reload.status == 0 && reload.output.contains(#""exit_only":["ETH/USDT"]"#), "\(reload.output)")
        #expect(reload.output.contains("ETH/USDT is held (0.05 at "), "\(reload.output)")
        #expect(pipeline.log("l2-tactic.0").contains("ETH/USDT: exit only"))
        #expect(try ExecutorBooks.standingStops(in: state) == 2)
    }

    private var state: String { "\(scratch.path)/state" }

    /// Positions and standing stops, by pair.
    private func books() throws -> [String] {
        try ExecutorBooks.rows("select symbol, size_e8, entry_price_e8 from positions where size_e8 <> 0 order by symbol", state)
            + ExecutorBooks.rows(
                "select symbol, qty_e8, trigger_price_e8 from venue_orders where purpose = 'stop' and status = 'new' order by symbol",
                state)
    }

    @Test func `where nothing runs, and in lockstep, it says what to do`() throws {
        let nothing = try run(Programs.path("strata"), "reload", "--run-dir", "\(scratch.path)/run")
        #expect(nothing.status == 3 && nothing.output.contains("no `strata up` is running there"), "\(nothing.output)")
        let pipeline = try Pipeline(scratch.path)
        #expect(pipeline.wait(seconds: 60) { pipeline.log("l2-tactic.0").contains("started") })
        let lockstep = try pipeline.ask("reload")
        #expect(lockstep.status == 2 && lockstep.output.contains("in lockstep: stop it"), "\(lockstep.output)")
        pipeline.process.interrupt()
        #expect(try pipeline.finish().status == 0)
    }

    @Test func `what is recorded is taken up, too, and goes on where it was`() throws {
        try scratch.write("list.json", #"{"BTC/USDT": {"strategy": "momentum"}, "ETH/USDT": {"strategy": "momentum"}}"#)
        let pipeline = try Pipeline(scratch.path, "--speed", "600", "--safe-list", "\(scratch.path)/list.json")
        #expect(pipeline.wait(seconds: 60) { pipeline.log("l1-operational.0").contains("hears executor") })
        try scratch.write("list.json", #"{"SOL/USDT": {"strategy": "breakout"}, "ETH/USDT": {"strategy": "momentum"}}"#)
        let reload = try pipeline.ask("reload")
        #expect(reload.status == 0 && reload.output.contains("2 pairs; added SOL/USDT; taken out BTC/USDT"), "\(reload.output)")
        #expect(try scratch.read("run-counter") == "2\n")
        let goesOn = try pipeline.wait(seconds: 60) {
            let words = try pipeline.ask("status").output.split(separator: " ")
            let place = words.firstIndex { $0.hasSuffix("Published") }
            return place.flatMap { Int(words[$0 + 1]) } ?? 0 > 20
        }
        #expect(goesOn)
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let (first, second) = (try pipeline.summary(), try summary(of: 2))
        #expect(first["to"] as? String ?? "x" < second["from"] as? String ?? "", "\(first) \(second)")
    }

    private func summary(of run: Int) throws -> [String: Any] {
        let bytes = try Data(contentsOf: URL(filePath: "\(scratch.path)/summary-run-\(run).json"))
        return try JSONSerialization.jsonObject(with: bytes) as? [String: Any] ?? [:]
    }

    @Test func `a process that refuses what it is told is not started again`() throws {
        let pipeline = try Pipeline(scratch.path, "--speed", "600")
        #expect(pipeline.wait(seconds: 60) { pipeline.log("l1-operational.0").contains("hears executor") })
        try scratch.write("state/output/run-1.setup/safe_list.json", "{")
        kill(try #require(try pipeline.pid(of: "l3-strategy.0")), SIGKILL)
        let outcome = try pipeline.finish()
        #expect(outcome.status == 4 && outcome.output.contains("l3-strategy.0 refuses what it is told"), "\(outcome.output)")
        let tries = pipeline.log("supervisor").components(separatedBy: "l3-strategy.0 died").count - 1
        #expect(tries == 2, "killed, and refused once: \(pipeline.log("supervisor"))")
    }

    @Test func `a process that waits for its market is starting, not missing`() throws {
        let exchange = try NewPair.exchange(scratch, speed: 0)
        defer { _ = exchange.end() }
        try NewPair.writeList(scratch, ["BTC/USDT"])
        let pipeline = try NewPair.up(scratch, exchange)
        #expect(pipeline.wait(seconds: 60) { pipeline.log("feed-handler.0").contains("started") })
        // What it asks for when it starts gets no answer.
        #expect(try run("/usr/bin/env", "curl", "-s", "-X", "POST", "\(exchange.url)/sim/fault/status?status=503&count=0").status == 0)
        kill(try #require(try pipeline.pid(of: "feed-handler.0")), SIGKILL)
        let isTold = try pipeline.wait(seconds: 30) {
            let status = try pipeline.ask("status")
            return status.output.contains("STARTING: feed-handler.0\n") && status.output.contains("feed-handler.0     is starting")
        }
        let status = try pipeline.ask("status").output
        #expect(isTold, "\(status)")
        pipeline.process.interrupt()
        #expect(try pipeline.finish().status == 0)
    }
}
