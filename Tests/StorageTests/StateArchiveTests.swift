import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storage

/// State folders that runs set aside go by number and size, and only those that are Strata's.
@Suite struct StateArchiveTests {
    private let folder = TemporaryFolder()
    private var state: String { "\(folder.path)/state" }

    /// A folder that a run has set aside, with the mark and some bytes.
    private func put(_ name: String, bytes: Int = 1000, isMarked: Bool = true) {
        folder.write("\(name)/executor.sqlite", String(repeating: "x", count: bytes))
        folder.write("\(name)/journal/l4-meta.0/1.journal", "y")
        if isMarked { folder.write("\(name)/\(StateFolder.marker)", "") }
    }

    private func names(_ folders: [StateArchive.Folder]) -> [String] {
        folders.map { String($0.path.dropFirst(folder.path.utf8.count + 1)) }
    }

    private func exists(_ name: String) -> Bool { access("\(folder.path)/\(name)", F_OK) == 0 }

    @Test func `the newest stay, the others go, and what is told is what is there`() {
        defer { folder.remove() }
        for name in ["state", "state.before-run-2", "state.before-run-10", "state.before-run-10-2", "state.before-run-9"] {
            put(name)
        }
        let report = StateArchive.prune(beside: state, StateArchive.Limit(runs: 2, bytes: 1 << 30))
        #expect(names(report.kept) == ["state.before-run-10-2", "state.before-run-10"])
        #expect(names(report.deleted) == ["state.before-run-9", "state.before-run-2"])
        #expect(report.keptBytes == 2002 && report.foreign.isEmpty)
        #expect(exists("state") && exists("state.before-run-10") && !exists("state.before-run-9"))
    }

    @Test func `by size too, and the newest stays whatever it weighs`() {
        defer { folder.remove() }
        for number in 1...4 { put("state.before-run-\(number)", bytes: number == 4 ? 5000 : 1000) }
        let report = StateArchive.prune(beside: state, StateArchive.Limit(runs: 9, bytes: 4000))
        #expect(names(report.kept) == ["state.before-run-4"] && report.deleted.count == 3)
        put("state.before-run-3")
        #expect(StateArchive.prune(beside: state, StateArchive.Limit(runs: 0, bytes: 1 << 30)).kept.isEmpty)
        #expect(!exists("state.before-run-4"))
    }

    @Test func `what is not Strata's stays: no mark, a note in it, a link, another name`() {
        defer { folder.remove() }
        put("state.before-run-9")
        put("state.before-run-1", isMarked: false)
        put("state.before-run-2")
        folder.write("state.before-run-2/notes.txt", "mine")
        put("elsewhere")
        symlink("\(folder.path)/elsewhere", "\(folder.path)/state.before-run-3")
        for name in ["state.before-run-x", "state.before-run-4-copy", "state.before-run-", "mystate.before-run-5"] { put(name) }
        let report = StateArchive.prune(beside: state, StateArchive.Limit(runs: 1, bytes: 1 << 30))
        #expect(names(report.kept) == ["state.before-run-9"] && report.deleted.isEmpty)
        #expect(report.foreign.count == 2, "\(report)")
        for name in ["state.before-run-1", "state.before-run-2/notes.txt", "elsewhere", "state.before-run-4-copy"] {
            #expect(exists(name), "\(name)")
        }
    }

    @Test func `a link in a folder that goes leads out of it: only the link goes`() {
        defer { folder.remove() }
        folder.write("theirs/book.txt", "mine")
        put("state.before-run-1")
        symlink("\(folder.path)/theirs", "\(folder.path)/state.before-run-1/journal/out")
        let report = StateArchive.prune(beside: state, StateArchive.Limit(runs: 0, bytes: 0))
        #expect(report.deleted.count == 1 && !exists("state.before-run-1") && exists("theirs/book.txt"))
    }
}
