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
        for run: UInt32 in [3, 3] { try StateFolder.prepare(path, run: run, keep: false) }
        #expect(access("\(path)/executor.db", F_OK) != 0)
        #expect(access("\(root)/state.before-run-3/executor.db", F_OK) == 0)
        #expect(access("\(root)/state.before-run-3-2", F_OK) == 0)
        var info = stat()
        stat(path, &info)
        #expect(info.st_mode & 0o777 == 0o700)
    }
}
