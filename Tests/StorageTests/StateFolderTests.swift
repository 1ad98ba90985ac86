import Glibc
import Storage
import TestSupport
import Testing

@Suite struct StateFolderTests {
    private let folder = TemporaryFolder()
    private var root: String { "\(folder.path)/var/paper" }

    @Test func `the run counts up over starts, beside the state`() throws {
        #expect(try RunCounter(in: root).current() == 0)
        #expect(try RunCounter(in: root).raise() == 1)
        #expect(try RunCounter(in: root).raise() == 2)
        #expect(try RunCounter(in: root).current() == 2)
        folder.write("var/paper/run-counter", "two\n")
        #expect(throws: StorageError.badCounter(path: "\(root)/run-counter", found: "two")) { try RunCounter(in: root).raise() }
    }

    @Test func `a new run begins empty and keeps the old state under another name`() throws {
        let path = "\(root)/state"
        try StateFolder.prepare(path, run: 1, keep: false)
        folder.write("var/paper/state/executor.db", "books")
        try StateFolder.prepare(path, run: 2, keep: true)
        #expect(access("\(path)/executor.db", F_OK) == 0)
        try StateFolder.prepare(path, run: 3, keep: false)
        folder.write("var/paper/state/executor.db", "more books")
        #expect(rename("\(path)/executor.db", "\(path)/moved.db") == 0)
        try StateFolder.prepare(path, run: 3, keep: false)
        #expect(access("\(path)/executor.db", F_OK) != 0)
        #expect(access("\(root)/state.before-run-3/executor.db", F_OK) == 0)
        #expect(access("\(root)/state.before-run-3-2", F_OK) == 0)
        var info = stat()
        stat(path, &info)
        #expect(info.st_mode & 0o777 == 0o700)
    }
}

/// Only what is Strata's is set aside.
extension StateFolderTests {
    @Test func `a folder with other people's files is refused and left as it is`() throws {
        let own = TemporaryFolder()
        defer { own.remove() }
        let path = "\(own.path)/notes"
        for (count, names) in [["diary.txt"], ["output/diary.txt"], ["executor.sqlite", "diary.txt"], ["journal/x"]].enumerated() {
            for name in names { own.write("notes/\(name)", "mine") }
            for keep in [false, true] {
                #expect(throws: StorageError.self, "\(names)") { try StateFolder.prepare(path, run: 4, keep: keep) }
            }
            for name in names { #expect(access("\(path)/\(name)", F_OK) == 0) }
            #expect(access("\(path)/\(StateFolder.marker)", F_OK) != 0)
            #expect(rename(path, "\(own.path)/old-\(count)") == 0)
        }
    }

    @Test func `a folder of an older run without the mark is known by its books, and marked`() throws {
        let own = TemporaryFolder()
        defer { own.remove() }
        let path = "\(own.path)/state"
        for name in ["executor.sqlite", "executor.sqlite-wal", "journal/l4-meta.0/x", "output/run-3.jsonl"] {
            own.write("state/\(name)", "ours")
        }
        #expect(StateFolder.foreign(in: path).isEmpty)
        try StateFolder.prepare(path, run: 4, keep: false)
        #expect(access("\(path).before-run-4/\(StateFolder.marker)", F_OK) == 0)
        #expect(StateFolder.isEmpty(path))
    }
}

/// A process may be started by itself, before any run has made the folder ready.
extension StateFolderTests {
    @Test func `a process's own start marks the folder as Strata's, and takes no other people's`() throws {
        let own = TemporaryFolder()
        defer { own.remove() }
        let path = "\(own.path)/state"
        for _ in 0..<2 { try StateFolder.claim(path) }
        own.write("state/free-journal/l1-operational.0/x", "ours")
        try StateFolder.prepare(path, run: 4, keep: false)
        #expect(access("\(path).before-run-4/free-journal", F_OK) == 0)
        own.write("unmarked/free-journal/l1-operational.0/x", "ours")
        #expect(StateFolder.foreign(in: "\(own.path)/unmarked").isEmpty)
        own.write("notes/diary.txt", "mine")
        #expect(throws: StorageError.self) { try StateFolder.claim("\(own.path)/notes") }
    }
}
