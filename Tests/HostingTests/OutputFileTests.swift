@testable import Files
import Glibc
import Stages
import TestSupport
import Testing

/// Where a person says that a file is to be written, nothing else is ever lost.
@Suite struct OutputFileTests {
    private let folder = TemporaryFolder()

    private func text(_ name: String) -> String? {
        (try? FileBytes.read("\(folder.path)/\(name)")).map { String(decoding: $0, as: UTF8.self) }
    }

    private func put(_ name: String, _ text: String) {
        let file = open("\(folder.path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        TextOutput.write(text, to: file)
        close(file)
    }

    /// What lies in the way, each refused with a word of what it is, with --force and without.
    @Test(arguments: OutputFile.Kind.allCases)
    func `what is not ours is refused and stays as it is, whatever --force says`(_ kind: OutputFile.Kind) throws {
        defer { folder.remove() }
        put("safe_list.json", "{\"BTC/USDT\": {}}")
        put("data.csv", "1,2,3\n")
        put("books.sqlite", "SQLite format 3\0")
        #expect(mkdir("\(folder.path)/folder", 0o700) == 0 && mkfifo("\(folder.path)/pipe", 0o600) == 0)
        symlink("\(folder.path)/safe_list.json", "\(folder.path)/link")
        symlink("\(folder.path)/nowhere", "\(folder.path)/broken")
        symlink("\(folder.path)/circle", "\(folder.path)/circle")
        let hostile = [
            "safe_list.json", "data.csv", "books.sqlite", "link", "folder", "folder/", "pipe", "broken", "circle",
            "data.csv/x", "new/../x", ".", "..", "folder/.", "new/",
        ]
        for isForced in [false, true] {
            for name in hostile {
                #expect(throws: HostError.self, "\(name)") {
                    try OutputFile("\(folder.path)/\(name)", "--journal", kind, isForced: isForced).write("ours")
                }
                #expect(throws: HostError.self, "\(name)") {
                    _ = try FileSink(OutputFile("\(folder.path)/\(name)", "--journal", kind, isForced: isForced))
                }
            }
            for path in ["", "/dev/null", "/dev/tty", "/proc/self/mem", "/"] {
                #expect(throws: HostError.self, "\(path)") {
                    try OutputFile(path, "--journal", kind, isForced: isForced).write("ours")
                }
            }
        }
        #expect(text("safe_list.json") == "{\"BTC/USDT\": {}}" && text("data.csv") == "1,2,3\n")
        #expect(text("books.sqlite") == "SQLite format 3\0" && text("nowhere") == nil && text("x") == nil)
    }

    @Test func `what Strata wrote goes with --force alone, whole or not at all`() throws {
        defer { folder.remove() }
        let kinds: [(OutputFile.Kind, String)] = [
            (.journal, "{\"journal\":1,\"cfg\":\"7\"}\n"), (.summary, "{\"from\":\"2025\"}"), (.recording, "STRATAFR123"),
        ]
        for (kind, old) in kinds {
            for name in ["plain", "link"] {
                put("plain", old)
                symlink("\(folder.path)/plain", "\(folder.path)/link")
                let path = "\(folder.path)/\(name)"
                #expect(throws: HostError.self) { try OutputFile(path, "--x", kind) }
                #expect(text("plain") == old)
                try OutputFile(path, "--x", kind, isForced: true).write("new")
                #expect(text("plain") == "new")
                put("plain", old)
                let sink = try FileSink(OutputFile(path, "--x", kind, isForced: true))
                sink.write("n")
                try sink.flush()
                #expect(text("plain") == "n")
                unlink("\(folder.path)/link")
            }
        }
        #expect(throws: HostError.self) { try OutputFile("\(folder.path)/plain", "--x", .settings, isForced: true) }
    }

    @Test func `a new file is made with the folders above it, for this user alone`() throws {
        defer { folder.remove() }
        let path = "\(folder.path)/a/b/new.json"
        try OutputFile(path, "--summary", .summary).write("new")
        #expect(text("a/b/new.json") == "new")
        var info = stat()
        #expect(stat(path, &info) == 0 && info.st_mode & 0o777 == 0o600)
        // Whoever came first keeps it.
        let late = try OutputFile("\(folder.path)/late", "--summary", .summary)
        put("late", "theirs")
        #expect(throws: HostError.self) { try late.write("ours") }
        #expect(text("late") == "theirs")
    }

    @Test func `two options do not write into one file, however it is spelt`() throws {
        defer { folder.remove() }
        symlink(folder.path, "\(folder.path)/same")
        let first = try OutputFile("\(folder.path)/x", "--journal", .journal)
        let second = try OutputFile("\(folder.path)/same/./x", "--summary", .summary)
        #expect(throws: HostError.self) { try OutputFile.checkApart([first, second]) }
        try OutputFile.checkApart([first, try OutputFile("\(folder.path)/y", "--summary", .summary)])
    }
}
