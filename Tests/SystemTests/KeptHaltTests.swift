import Foundation
import Glibc
import Testing

/// What a person's halt outlives: the process, the run, and the wish to begin anew.
@Suite(.serialized, .timeLimit(.minutes(5))) final class KeptHaltTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    @Test func `after a halt nothing begins anew until a person resumes, and what it kept goes on halted`() throws {
        let first = try Pipeline(scratch.path, "--speed", "600")
        #expect(try first.wait(seconds: 60) { try first.ask("halt").status == 0 })
        let status = try first.ask("status").output
        #expect(status.contains(" by person: a person asked for it (kept by "), "\(status)")
        let early = try run(Programs.path("strata"), "resume", "--state", "\(scratch.path)/state")
        #expect(early.status == 1 && early.output.contains("runs already"), "\(early.output)")
        kill(first.process.processIdentifier, SIGTERM)
        #expect(try first.finish().status == 0)

        let anew = try Pipeline(scratch.path, "--to", "2025-05-05").finish()
        #expect(anew.status == 1)
        for words in ["a person halted trading at", "strata resume --state", "--keep-state", "--state"] {
            #expect(anew.output.contains(words), "\(anew.output)")
        }
        #expect(try scratch.read("run-counter") == "1\n", "nothing was begun")

        let left = try run(Programs.path("strata"), "status", "--state", "\(scratch.path)/state")
        #expect(left.status == 0 && left.output.hasPrefix("TRADING IS HALTED since "), "\(left.output)")
        let asked = "by person: a person asked for it (kept by executor, risk-manager)"
        #expect(left.output.contains(asked), "\(left.output)")

        let next = try Pipeline(scratch.path, "--keep-state", "--to", "2025-05-05T04:00")
        let kept = try next.finish()
        #expect(kept.status == 0, "\(kept.output)")
        // The summary, status and the journal's orders say the same of it.
        let told = "TRADING IS HALTED by person: a person asked for it"
        #expect(kept.output.contains(told), "\(kept.output)")
        let summary = try next.summary()
        #expect(summary["halted"] as? Bool == true && summary["halted_by"] as? String == "person")
        let why = try run(Programs.path("strata"), "why", "--state", "\(scratch.path)/state")
        #expect(why.output.hasPrefix(told), "\(why.output)")
        for name in ["executor", "risk-manager"] {
            #expect(try ExecutorBooks.rows("select halted from halt", "\(scratch.path)/state", of: name) == ["1"])
        }
        let lifted = try run(Programs.path("strata"), "resume", "--state", "\(scratch.path)/state")
        #expect(lifted.status == 0 && lifted.output.contains("the halt is lifted"), "\(lifted.output)")
        let again = try run(Programs.path("strata"), "resume", "--state", "\(scratch.path)/state")
        #expect(again.status == 0 && again.output.contains("was not halted"), "\(again.output)")
        let fresh = try Pipeline(scratch.path, "--to", "2025-05-04T16:00").finish()
        #expect(fresh.status == 0 && !fresh.output.contains("HALTED"), "\(fresh.output)")
    }
}
