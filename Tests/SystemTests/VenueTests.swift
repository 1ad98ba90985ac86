import Foundation
import Market
import Messages
import Testing

/// Venues that fail, with the real seven processes: the scripted one beside the executor's stage, and outside
/// of it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct VenueTests {
    private func state(_ seven: SevenProcesses) -> String { "\(seven.scratch.path)/state" }

    private func rows(_ query: String, _ seven: SevenProcesses) throws -> [String] {
        try ExecutorBooks.rows(query, state(seven))
    }

    /// What is wrong with the fills' numbers.
    private func badNumbers(_ seven: SevenProcesses) throws -> [String] {
        try rows("select count(*) - max(fill_id), count(*) - (select count(*) from (select distinct symbol, "
            + "venue_id from fills)) from fills", seven)
    }

    @Test func `a venue that goes away gets no entries, and once it is back it does`() throws {
        let seven = try SevenProcesses(venue: "scripted:gone=900+1800")
        defer { seven.end() }
        let desk = SignalDesk(seven)
        try seven.begin()
        try desk.enterAndFill()
        try seven.wait("the venue is gone") {
            seven.said.contains { if case .alert(let alert) = $0 { alert.reason.code == .venueGone } else { false } }
        }
        try desk.expect(try desk.enter(), .rejected, .venueGone)
        try seven.wait("three quarters of an hour have passed, and it is back") { seven.candles > 46 }
        try desk.enterAndFill()
        seven.signal("executor", SIGTERM)
        seven.waitForEnd(of: "executor")
        #expect(try ExecutorBooks.findings(in: state(seven), capital: 10_000) == "")
        #expect(!seven.log("executor").contains("the venue is right"))
    }

    @Test func `a venue whose numbers repeat between pairs, and that is late and tells twice, loses no fill`() throws {
        let seven = try SevenProcesses(venue: "scripted:seed=5,late=0.2,double=0.5,pair_ids=1")
        defer { seven.end() }
        let desk = SignalDesk(seven)
        try seven.begin()
        for symbol in [SevenProcesses.eth, SevenProcesses.btc, SevenProcesses.eth] {
            try desk.fill(try desk.enter(symbol), of: symbol)
        }
        seven.signal("executor", SIGTERM)
        seven.waitForEnd(of: "executor")
        #expect(try badNumbers(seven) == ["0 0"])
        let shared = "select count(*) from fills a join fills b on a.venue_id = b.venue_id and a.symbol < b.symbol"
        #expect(try rows(shared, seven) != ["0"], "two pairs had the same number")
    }

    @Test func `a fill that is told again after ten thousand others and a restart is one`() throws {
        let seven = try SevenProcesses(speed: 3_000, venue: "scripted:by_hand=10000,retell=1")
        defer { seven.end() }
        for thousands in 1...10 {
            try seven.wait("\(thousands) thousand fills") { seven.fills.count >= thousands * 1_000 }
        }
        seven.signal("executor", SIGKILL)
        seven.waitForEnd(of: "executor")
        let kept = try rows("select count(*) from fills", seven)
        try seven.start("executor")
        let candles = seven.candles
        try seven.wait("the first fills are told again") { seven.candles > candles + 100 }
        seven.signal("executor", SIGTERM)
        seven.waitForEnd(of: "executor")
        #expect(try badNumbers(seven) == ["0 0"])
        let byHand = "select count(*), sum(case side when 'buy' then qty_e8 else -qty_e8 end) from fills "
            + "where signal_id = 'by-hand'"
        let made = try rows(byHand, seven)
        #expect(made == ["10020 0"] || made == ["10000 0"], "\(made), \(kept) before the restart")
    }

    @Test func `a venue outside of the engine is traded at, and its words are replayed without it`() throws {
        let seven = try SevenProcesses(venue: "outside:seed=3,late=0.2,double=0.3")
        defer { seven.end() }
        let desk = SignalDesk(seven)
        try seven.begin()
        for _ in 0..<2 { try desk.enterAndFill() }
        seven.signal("executor", SIGTERM)
        seven.waitForEnd(of: "executor")
        #expect(try badNumbers(seven) == ["0 0"])
        let audit = try run(
            Programs.path("executor"), "--audit", "\(state(seven))/free-journal/executor.0",
            environment: seven.environment)
        #expect(audit.status == 0 && audit.output.hasPrefix("OK"), "\(audit.output)")
    }

    @Test func `lockstep refuses a venue with I/O by its name`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let pipeline = try Pipeline(
            scratch.path, ["--to", "2025-05-05", "--speed", "0"], environment: ["STRATA_VENUE": "outside"])
        let outcome = try pipeline.finish()
        let log = (try? scratch.read("log/executor.0.log")) ?? ""
        #expect(outcome.status != 0)
        #expect((outcome.output + log).contains("STRATA_VENUE is outside, a venue with I/O"), "\(outcome.output)\(log)")
    }

    @Test(arguments: ["0", "100000"])
    func `books that differ from the venue's at start become the venue's, and the stop is back`(speed: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        // In lockstep, so that a position is open at its end however busy the machine is.
        let first = try Pipeline(scratch.path, ["--speed", "0", "--to", "2025-05-05T21:40"]).finish()
        #expect(first.status == 0, "\(first.output)")
        try tamper(scratch)
        let second = try Pipeline(
            scratch.path, ["--speed", speed, "--keep-state", "--to", "2025-05-06T12:00"]
        ).finish()
        #expect(second.status == 0, "\(second.output)")
        let log = try scratch.read("log/executor.0.log")
        #expect(log.contains("the venue holds 0.003, the books 300: the venue is right"), "\(log)")
        #expect(log.contains("is not open at the venue any more"), "\(log)")
        let open = "select p.symbol, p.size_e8, v.size_e8 from positions p join venue_positions v on "
            + "p.symbol = v.symbol where p.size_e8 <> v.size_e8"
        #expect(try ExecutorBooks.rows(open, "\(scratch.path)/state") == [])
        let closed = "select count(*) from fills where symbol = 'BTC/USDT' and purpose in ('stop', 'target', 'exit')"
        #expect(try ExecutorBooks.rows(closed, "\(scratch.path)/state") != ["0"])
    }

    /// Somebody's hand in the books: 300 BTC are held, and the venue has no stop of it.
    private func tamper(_ scratch: Scratch) throws {
        let script = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            changed = database.execute(
                "update positions set size = 300, size_e8 = 30000000000 where symbol = 'BTC/USDT' and size_e8 > 0").rowcount
            gone = database.execute(
                "delete from venue_orders where symbol = 'BTC/USDT' and purpose = 'stop' and status = 'new'").rowcount
            database.commit()
            print(changed, gone)
            """
        let outcome = try run(
            "/usr/bin/env", "python3", "-c", script, "\(scratch.path)/state/executor.sqlite")
        #expect(outcome.output == "1 1\n", "\(outcome.output)")
    }
}
