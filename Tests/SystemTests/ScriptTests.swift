import Foundation
import Testing

/// The two commands that a newcomer types first.
@Suite(.timeLimit(.minutes(10))) struct ScriptTests {
    private let script = DeployTests.root + "/run_multi_symbol.sh"

    /// The words of one of the script's lists.
    private func list(_ name: String) throws -> Set<String> {
        let text = try String(contentsOfFile: script, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("readonly \(name)=") })
        return Set(line.split(separator: "\"")[1].split(separator: " ").map(String.init))
    }

    @Test func `the options that the script knows are those of strata up`() throws {
        let refusal = try run(Programs.path("strata"), "up", "--bogus").output
        let known = try #require(refusal.split(separator: "known are: ").last)
            .split(whereSeparator: { $0 == " " || $0 == "\n" }).map { String($0.dropFirst(2)) }
        #expect(try list("with_value").union(list("alone")) == Set(known))
        for flag in try list("alone") {
            // A flag takes no value, an option with one does not go without.
            #expect(try run(Programs.path("strata"), "up", "--\(flag)=x").output.contains("is no option here"), "\(flag)")
        }
        for option in try list("with_value") {
            #expect(try run(Programs.path("strata"), "up", "--\(option)").output.contains("needs a value"), "\(option)")
        }
    }

    @Test(arguments: [
        "--bogus", "word", "--speed", "--speed --json", "--json=1", "--keep-stat", "--speed 5 --yess",
        "--speed 5 --data x --speed=6", "--data x --data y"])
    func `what strata up would refuse is refused before anything is set up or built`(_ words: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        // A clone in which setting up would be seen.
        try FileManager.default.copyItem(atPath: script, toPath: scratch.path + "/run_multi_symbol.sh")
        try scratch.script("deploy/setup.sh", "touch setup-began; exit 1")
        let outcome = try run(
            scratch.path + "/run_multi_symbol.sh", words.split(separator: " ").map(String.init), in: scratch.path)
        #expect(outcome.status == 2 && outcome.output.contains("--help says more"), "\(outcome)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/setup-began"))
        let good = try run(
            scratch.path + "/run_multi_symbol.sh", ["--yes", "--speed", "5", "--json", "--to=2025-05-05"], in: scratch.path)
        #expect(good.status == 1 && FileManager.default.fileExists(atPath: scratch.path + "/setup-began"), "\(good)")
    }

    @Test func `tests that are piped say what they are at`() throws {
        let text = try String(contentsOfFile: DeployTests.root + "/run_tests.sh", encoding: .utf8)
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write("run_tests.sh", text.replacing("sleep 30", with: "sleep 0.2"), mode: 0o755)
        try scratch.script("deploy/setup.sh", "exit 0")
        try scratch.script("bin/swift", "sleep 1; echo \"swift $1\"")
        let outcome = try run(scratch.path + "/run_tests.sh", [], environment: scratch.firstOnPath, in: scratch.path)
        #expect(outcome.status == 0, "\(outcome)")
        for step in ["building", "unit tests", "tests with real processes", "bad input and simulated days"] {
            let ticks = outcome.output.split(separator: "\n").filter {
                $0.hasPrefix("run_tests: \(step), ") && $0.hasSuffix(" s so far")
            }
            #expect(!ticks.isEmpty, "\(outcome.output)")
            #expect(outcome.output.contains("run_tests: \(step) took"), "\(outcome.output)")
        }
        #expect(outcome.output.contains("all passed"))
    }
}
