import Foundation
import L1Operational
import Testing

/// The seven programs of this build under supervisord, on a piece of the sample.
@Suite(
    .enabled(if: DeployTests.exists(DeployTests.root + "/.venv/bin/supervisord"), "needs deploy/setup.sh --python"),
    .timeLimit(.minutes(10)))
struct SupervisedTests {
    @Test func `supervisord trades the sample, and a killed executor goes on with its books`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let environment = [
            "STRATA_PROGRAMS": Programs.folder, "STRATA_STATE_DIR": scratch.path + "/state",
            "STRATA_LOG_DIR": scratch.path + "/log", "STRATA_RUN_DIR": scratch.path + "/run",
            "STRATA_SPEED": "5000", "STRATA_FROM": "2025-05-05", "STRATA_TO": "2025-05-20",
        ]
        let supervisor = prepare("deploy/supervise.sh", environment)
        try startWithSignals(supervisor)
        defer { end(supervisor) }
        let state = scratch.path + "/state"
        try #require(eventually(seconds: 60) { try !ExecutorBooks.fills(in: state).isEmpty }, "nothing was filled")

        let pid = try run("deploy/supervise.sh", "pid", "executor", environment: environment)
        let victim = try #require(pid_t(pid.output.trimmingCharacters(in: .newlines)), "\(pid.output)")
        kill(victim, SIGKILL)
        let before = try ExecutorBooks.fills(in: state)
        try #require(
            eventually(seconds: 60) { try ExecutorBooks.fills(in: state).count > before.count },
            "nothing was filled after the kill: \((try? scratch.read("log/executor.log")) ?? "no log")")
        let after = try ExecutorBooks.fills(in: state)
        #expect(Array(after.prefix(before.count)) == before && Set(after).count == after.count)

        try typeWhatTheReadmeSays(environment)
        end(supervisor)
        #expect(supervisor.terminationReason == .exit && supervisor.terminationStatus == 0)
        #expect(kill(victim, 0) == -1)
    }

    /// The commands of deploy/README.md for what runs.
    private func typeWhatTheReadmeSays(_ environment: [String: String]) throws {
        let commands = try Document("deploy/README.md").commands.filter { $0.hasPrefix("deploy/supervise.sh ") }
        #expect(commands.count == 2)
        for command in commands {
            var outcome = Outcome(status: -1, output: "")
            // Supervisord calls a process running two seconds after its start.
            let isDone = try eventually(seconds: 30) {
                outcome = try run("/bin/sh", ["-c", command], environment: environment)
                return outcome.status == 0 && (!command.hasSuffix("status") || areRunning(outcome.output))
            }
            #expect(isDone, "\(command): \(outcome.output)")
        }
    }

    private func areRunning(_ status: String) -> Bool {
        let running = status.split(separator: "\n").filter { $0.contains(" RUNNING ") }
        return Set(running.compactMap { $0.split(separator: " ").first.map(String.init) }) == Set(DeployTests.processes)
    }

    private func end(_ supervisor: Process) {
        guard supervisor.isRunning else { return }
        supervisor.terminate()
        supervisor.waitUntilExit()
    }
}
