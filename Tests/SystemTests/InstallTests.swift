import Foundation
import Testing

/// `deploy/install.sh`, and the commands of docs/howto/install.md.
@Suite(.timeLimit(.minutes(2))) struct InstallTests {
    @Test func `install puts strata on the path, and takes away its own links alone`() throws {
        let clone = try Clone()
        defer { clone.remove() }
        let prefix = "\(clone.scratch.path)/prefix"
        let installed = try clone.type("deploy/install.sh --prefix \(prefix)")
        #expect(installed.status == 0 && installed.output.contains("export PATH="), "\(installed.output)")
        let version = try clone.type("strata --version", environment: ["PATH": "\(prefix)/bin:/usr/bin:/bin"])
        #expect(version.status == 0 && version.output.hasPrefix("strata "), "\(version.output)")
        #expect(try clone.type("deploy/install.sh --prefix \(prefix)").status == 0, "again is no harm")
        #expect(try clone.type("deploy/install.sh --prefix \(prefix) --uninstall").status == 0)
        #expect(!FileManager.default.fileExists(atPath: "\(prefix)/bin/strata"))
        try clone.scratch.write("prefix/bin/strata", "somebody's own")
        for words in ["", " --uninstall"] {
            let refused = try clone.type("deploy/install.sh --prefix \(prefix)\(words)")
            #expect(refused.status == 1 && refused.output.contains("left alone"), "\(refused.output)")
            #expect(try clone.scratch.read("prefix/bin/strata") == "somebody's own")
        }
        #expect(try clone.type("deploy/install.sh --bogus").status == 2)
    }

    @Test func `each command of the page about it is one that works`() throws {
        let clone = try Clone()
        defer { clone.remove() }
        let home = clone.scratch.path
        for command in try Document("docs/howto/install.md").commands where !command.hasPrefix("swift build") {
            let outcome = try clone.type(
                command, environment: ["HOME": home, "PATH": "\(home)/.local/bin:/usr/bin:/bin"])
            #expect(outcome.status == 0, "\(command): \(outcome.output)")
        }
    }
}
