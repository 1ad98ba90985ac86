import Foundation
import Messages
import Testing

/// What the documents tell people to type.
@Suite(.timeLimit(.minutes(10))) struct ReadmeTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(DeployTests.root)/\(path)", encoding: .utf8)
    }

    /// The scripts themselves are run by deploy/bare-machine.sh, on a machine where nothing was installed.
    @Test func `each command of the README works as it is written`() throws {
        let clone = try Clone()
        defer { clone.remove() }
        let onBareMachine = try Self.text("deploy/bare-machine.sh")
        let build = try Self.text("run_multi_symbol.sh")
        var typed = 0
        for command in try Document("README.md").commands {
            if command.hasPrefix(".build/release/") {
                let outcome = try clone.type(command)
                #expect(outcome.status == 0 && !outcome.output.isEmpty, "\(command): \(outcome.output)")
                typed += 1
            } else if command.hasPrefix("./") {
                #expect(onBareMachine.contains("on_the_machine \(command)"), "bare-machine.sh lacks \(command)")
                typed += 1
            } else {
                #expect(build.contains(command), "nothing runs \(command)")
            }
        }
        #expect(typed >= 7)
    }

    @Test func `the README's entry for a new pair, and its list of strategies, are all that the safe list needs`() throws {
        let clone = try Clone()
        defer { clone.remove() }
        let blocks = try Document("README.md").blocks("json")
        #expect(blocks.count == 2)
        let entry = blocks[0].replacingOccurrences(of: "\"enabled\": true", with: "\"enabled\": true, \(blocks[1])")
        let list = try Self.text("safe_list.json")
        let start = try #require(list.firstIndex(of: "{"))
        try clone.scratch.write("more.json", "{" + entry + "," + list[list.index(after: start)...])
        let outcome = try clone.type(".build/release/strata pairs --safe-list more.json")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("MATIC/USDT: momentum") && outcome.output.contains("ma_slow 21"))
        #expect(outcome.output.contains("MATIC/USDT: momentum:1h.") && outcome.output.contains("(ma_fast 5, ma_slow 20)"))
        let check = try clone.type(".build/release/strata check --safe-list more.json")
        #expect(check.status == 1 && check.output.contains("MATICUSDT-1m.csv.gz"), "\(check.output)")
    }

    /// Each against a publisher, and for a moment only.
    @Test func `each command about the sniffer works as it is written`() throws {
        let bench = try PeerBench()
        let feed = try bench.feed()
        let clone = try Clone()
        defer { clone.remove() }
        let commands = try Document("docs/howto/sniff.md").commands
        #expect(commands.count >= 6)
        for command in commands {
            let moment = command.contains("--play") ? "" : " --seconds 0.3"
            let sniffer = prepare(
                "/bin/sh", ["PATH": "\(Programs.folder):/usr/bin:/bin", "STRATA_RUN_DIR": bench.directory.path])
            sniffer.arguments = ["-c", command + moment]
            sniffer.currentDirectoryURL = URL(filePath: clone.scratch.path)
            let output = Pipe()
            (sniffer.standardOutput, sniffer.standardError) = (output, output)
            try startWithSignals(sniffer)
            if !moment.isEmpty { try bench.awaitJoins(1, on: feed) }
            try feed.publish(.clock(Clock()), id: .none, causes: Causes(), time: .zero)
            let text = try bench.output(of: sniffer)
            #expect(sniffer.terminationStatus == 0, "\(command): \(text)")
        }
    }

    @Test func `the commands of the other documents name programs and files that the tests start`() throws {
        let level = try Self.text("Tests/SystemTests/WithoutTests.swift")
        for command in try Document("docs/howto/replace-a-level.md").commands {
            let script = try #require(command.split(separator: " ").last.map(String.init))
            #expect(level.contains(script), "no test starts \(script)")
        }
        for command in try Document("deploy/README.md").commands where command.hasPrefix("sudo cp") {
            let files = try run("/bin/sh", "-c", "ls -d $(echo '\(command)' | grep -o 'deploy/[^ ]*')")
            #expect(files.status == 0, "\(command): \(files.output)")
        }
    }
}
