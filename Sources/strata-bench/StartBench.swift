import Glibc
import Hosting
import L1Operational
import Messages
import Stages

/// How long each program takes from exec until it is ready, and what memory it has then.
enum StartBench {
    static let timeGoal = 20.0
    static let memoryGoal = 64.0

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(
            title: "Cold start: exec until ready (processes: sockets bound; commands: their end)")
        let count = max(5, options.pairs)
        for rank in ProcessRank.processes {
            let runs = try (0..<count).map { _ throws(HostError) in try startProcess(rank) }
            section.add(rank.name, Figures.median(runs.map(\.milliseconds)), "ms", .atMost(timeGoal))
            let memory = Figures.median(runs.map(\.mebibytes))
            section.add("\(rank.name), memory", memory, "MiB", .atMost(memoryGoal))
        }
        let commands = [("strata", ["pairs"]), ("strata-sniff", ["--help"]), ("strata-bench", ["--help"])]
        for (program, words) in commands {
            let runs = try (0..<count).map { _ throws(HostError) in try runCommand(program, words) }
            let name = ([program] + words).joined(separator: " ")
            section.add(name, Figures.median(runs), "ms", .atMost(timeGoal))
        }
        section.notes = ["Files are in the page cache; medians of \(count) starts."]
        return section
    }

    /// A process says its first line once its sockets are bound.
    private static func startProcess(
        _ rank: ProcessRank
    ) throws(HostError) -> (milliseconds: Double, mebibytes: Double) {
        let folder = try ScratchFolder()
        var environment = try ProcessEnvironment()
        environment.runDirectory = folder.path + "/run"
        environment.stateDirectory = folder.path + "/state"
        let began = Stopwatch.now()
        let child = try Child(
            "\(Child.programFolder)/\(rank.name)", [], environment.variables, reading: .errors)
        let line = String(decoding: child.read(), as: UTF8.self)
        let milliseconds = Stopwatch.milliseconds(since: began)
        let memory = ProcessMemory.peak(of: child.pid)
        child.stop()
        child.wait()
        guard line.contains("started"), let memory else {
            throw .failed("\(rank.name) did not start: \(line)")
        }
        return (milliseconds, memory)
    }

    private static func runCommand(_ program: String, _ words: [String]) throws(HostError) -> Double {
        let began = Stopwatch.now()
        let child = try Child("\(Child.programFolder)/\(program)", words, reading: .out)
        _ = child.readAll()
        let went = child.wait()
        guard went else { throw .failed("\(program) \(words.joined(separator: " ")) failed") }
        return Stopwatch.milliseconds(since: began)
    }
}
