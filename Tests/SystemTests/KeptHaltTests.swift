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

        let kept = try Pipeline(scratch.path, "--keep-state", "--to", "2025-05-05T04:00").finish()
        #expect(kept.status == 0, "\(kept.output)")
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
