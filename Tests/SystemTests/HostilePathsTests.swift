import Foundation
import Testing

/// Every option that writes a file or a folder, given what is not ours: nothing of it is changed, nothing
/// hangs, and the command says why.
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostilePathsTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Every file below the folder with its bytes.
    private func contents() throws -> [String: Data] {
        var found: [String: Data] = [:]
        let all = try FileManager.default.subpathsOfDirectory(atPath: scratch.path)
        for name in all where name.hasPrefix("theirs") {
            let path = "\(scratch.path)/\(name)"
            var info = stat()
            guard lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
                found[name] = Data()
                continue
            }
            found[name] = try Data(contentsOf: URL(filePath: path))
        }
        return found
    }

    private func prepareTheirs() throws {
        try scratch.write("theirs/safe_list.json", "{}")
        try scratch.write("theirs/notes/diary.txt", "mine")
        try scratch.write("theirs/books.sqlite", "SQLite format 3\0")
        try scratch.write("theirs/executor.log", "not a log of ours")
        try scratch.write("theirs/yarn.lock", "# yarn lockfile v1, and more of it\n")
        #expect(mkfifo("\(scratch.path)/theirs/pipe", 0o600) == 0)
        symlink("\(scratch.path)/theirs/safe_list.json", "\(scratch.path)/theirs/link")
        symlink("\(scratch.path)/nowhere", "\(scratch.path)/theirs/broken")
    }

    @Test func `no option that writes touches what is not Strata's`() throws {
        defer { scratch.remove() }
        try prepareTheirs()
        let before = try contents()
        let strata = Programs.path("strata")
        let up = ["up", "--run-dir", "\(scratch.path)/run", "--logs", "\(scratch.path)/log", "--to", "2025-05-05"]
        let own = up + ["--state", "\(scratch.path)/state"]
        let writers: [(String, [String])] = [
            (strata, ["run", "--to", "2025-05-05", "--journal"]), (strata, ["run", "--to", "2025-05-05", "--summary"]),
            (strata, ["run", "--to", "2025-05-04T15:50", "--log"]),
            (strata, own + ["--journal"]), (strata, own + ["--summary"]), (strata, ["config", "--output"]),
            (Programs.path("strata-sniff"), ["--run-dir", "\(scratch.path)/run", "--seconds", "0.1", "--record"]),
        ]
        let files = ["safe_list.json", "notes", "notes/", "books.sqlite", "pipe", "link", "broken", "safe_list.json/x"]
        for (program, words) in writers {
            for file in files {
                for forced in words.contains("config") ? [[]] : [[], ["--force"]] {
                    let outcome = try run(program, words + ["\(scratch.path)/theirs/\(file)"] + forced)
                    #expect(outcome.status == 2 || outcome.status == 1, "\(words) \(file) \(forced): \(outcome)")
                }
            }
        }
        for folder in ["notes", "notes/", "notes/.", "safe_list.json", "pipe", "link", "broken", ".", "yarn"] {
            let outcome = try run(strata, up + ["--state", "\(scratch.path)/theirs/\(folder)"])
            #expect(outcome.status != 0, "\(folder): \(outcome)")
        }
        for folder in ["notes", "safe_list.json", "pipe", "link"] {
            let place = "\(scratch.path)/theirs/\(folder)"
            let runs = try run(
                strata, "up", "--to", "2025-05-05", "--run-dir", place, "--state", "\(scratch.path)/state", "--logs",
                "\(scratch.path)/log")
            #expect(runs.status != 0, "\(folder): \(runs)")
        }
        #expect(try contents() == before)
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/state"))
    }

    @Test func `a second run over a journal or summary wants --force, which takes those alone`() throws {
        defer { scratch.remove() }
        let words = [
            "run", "--quiet", "--to", "2025-05-04T15:50", "--journal", "\(scratch.path)/j", "--summary", "\(scratch.path)/s",
        ]
        let strata = Programs.path("strata")
        #expect(try run(strata, words).status == 0)
        let first = try scratch.read("j")
        let again = try run(strata, words)
        #expect(again.status == 2 && again.output.contains("--force"), "\(again)")
        #expect(try run(strata, words + ["--force"]).status == 0)
        #expect(try scratch.read("j") == first)
        let swapped = try run(strata, "run", "--journal", "\(scratch.path)/s", "--force")
        #expect(swapped.status == 2 && swapped.output.contains("not an output journal"), "\(swapped)")
        let both = try run(strata, "run", "--journal", "\(scratch.path)/n", "--summary", "\(scratch.path)/./n")
        #expect(both.status == 2 && both.output.contains("both name"), "\(both)")
    }

    @Test func `a link to the state of a running system is that state, and relative folders are where they say`() throws {
        defer { scratch.remove() }
        let first = try Pipeline(scratch.path, "--speed", "600")
        #expect(first.wait(seconds: 60) { first.log("l1-operational.0").contains("hears executor") })
        symlink("\(scratch.path)/state", "\(scratch.path)/link")
        let words = ["up", "--logs", "other-log", "--run-dir", "other-run", "--to", "2025-05-04T15:50", "--speed", "60000"]
        for name in ["link", "link/", "\(scratch.path)/link", "./state", "state/", "../\(scratch.path.split(separator: "/").last ?? "")/state"] {
            let second = try run(
                Programs.path("strata"), words + ["--state", name] + files(), in: scratch.path)
            #expect(second.status == 1 && second.output.contains("a system runs already"), "\(name): \(second)")
        }
        #expect(try first.ask("status").status == 0)
        first.process.interrupt()
        #expect(try first.finish().status == 0)
        let found = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
        #expect(!found.contains { $0.contains("before") }, "\(found)")
        let relative = try run(
            Programs.path("strata"), words + ["--state", "other-state/"] + files(), in: scratch.path)
        #expect(relative.status == 0, "\(relative)")
        #expect(FileManager.default.fileExists(atPath: "\(scratch.path)/other-run/executor.0.rep"))
        #expect(FileManager.default.fileExists(atPath: "\(scratch.path)/other-state/executor.sqlite"))
    }

    /// The repository's files, for a command that runs elsewhere.
    private func files() -> [String] {
        let root = DeployTests.root
        return ["--data", "\(root)/samples/klines", "--safe-list", "\(root)/safe_list.json", "--instruments",
            "\(root)/samples/instruments.json"]
    }

    @Test func `a run directory too long for sockets is refused with the figures, before anything is touched`() throws {
        defer { scratch.remove() }
        let long = "\(scratch.path)/" + String(repeating: "d", count: 80)
        let outcome = try run(
            Programs.path("strata"), "up", "--run-dir", long, "--state", "\(scratch.path)/state", "--logs",
            "\(scratch.path)/log")
        #expect(outcome.status == 1 && outcome.output.contains("the kernel allows 107"), "\(outcome)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
    }
}
