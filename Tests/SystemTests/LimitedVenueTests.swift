import Foundation
import Market
import Messages
import Testing

/// A venue that takes plain orders alone, with real processes in free runs: the executor keeps stops and targets
/// before it, and is killed.
@Suite(.serialized, .timeLimit(.minutes(10))) struct LimitedVenueTests {
    private static let venue = "scripted:able=none"

    /// On the sample, until before the first funding: until then cash is what the fills left of the capital.
    @Test func `killed while a stop stands, the executor goes on exactly, and nothing that is held is bare`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let state = "\(scratch.path)/state"
        let pipeline = try Pipeline(
            scratch.path, ["--to", "2025-05-05T00:00", "--speed", "3000"], environment: ["STRATA_VENUE": Self.venue])
        let stands = try pipeline.wait(seconds: 90) { try ExecutorBooks.standingStops(in: state) > 0 }
        let executor = try #require(try pipeline.pid(of: "executor.0"), "\(pipeline.log("executor.0"))")
        kill(executor, SIGKILL)
        #expect(stands && pipeline.wait(seconds: 30) { pipeline.log("executor.0").contains("goes on exactly") })
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(try ExecutorBooks.findings(in: state, capital: 10_000) == "")
        #expect(!pipeline.log("executor.0").contains("the venue is right"))
        let closed = "select count(*) from fills where purpose in ('stop', 'target')"
        #expect(try ExecutorBooks.rows(closed, state) != ["0"], "what the executor placed itself was filled")
        let audit = try run(
            Programs.path("strata"), "audit", "replay", "--process", "executor", "--state", state)
        #expect(audit.status == 0 && audit.output.hasPrefix("OK "), "\(audit.output)")
    }

    @Test func `without its journal it takes the stop on that stands, and protects what comes`() throws {
        let seven = try SevenProcesses(venue: Self.venue)
        defer { seven.end() }
        let state = "\(seven.scratch.path)/state"
        let desk = SignalDesk(seven)
        try seven.begin()
        try desk.enterAndFill()
        try seven.wait("its stop stands") { try ExecutorBooks.standingStops(in: state) == 1 }
        seven.signal("executor", SIGKILL)
        seven.waitForEnd(of: "executor")
        try FileManager.default.removeItem(atPath: "\(state)/free-journal/executor.0")
        try seven.start("executor")
        try seven.wait("it is back") { try seven.status("executor")["ready"] as? Bool == true }
        try desk.enterAndFill()
        try seven.wait("both stops stand") { try ExecutorBooks.standingStops(in: state) == 2 }
        seven.signal("executor", SIGTERM)
        seven.waitForEnd(of: "executor")
        #expect(try ExecutorBooks.findings(in: state, capital: 10_000) == "")
        #expect(!seven.log("executor").contains("the venue is right"))
    }
}
