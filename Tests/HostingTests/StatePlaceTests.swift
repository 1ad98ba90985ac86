@testable import Files
import Glibc
@testable import Hosting
import Stages
import TestSupport
import Testing

/// Which folder `--state` means, and which it may not be.
@Suite struct StatePlaceTests {
    private let folder = TemporaryFolder()
    private var root: String { RealPath.existing(folder.path) ?? "" }

    private func put(_ name: String) {
        if let slash = name.lastIndex(of: "/") { try? FileBytes.makeFolder("\(root)/\(name[..<slash])") }
        close(open("\(root)/\(name)", O_WRONLY | O_CREAT, 0o600))
    }

    @Test func `every spelling of a folder is the same folder`() throws {
        defer { folder.remove() }
        put("state/.strata-state")
        symlink("\(root)/state", "\(root)/link")
        symlink(root, "\(root)/above")
        for name in ["state", "state/", "state//", "./state", "state/.", "state/../state", "link", "link/", "above/state"] {
            #expect(try StatePlace("\(root)/\(name)").path == "\(root)/state", "\(name)")
        }
        #expect(try StatePlace("\(root)/above/new/deep/").path == "\(root)/new/deep")
        let here = RealPath.existing(".") ?? ""
        #expect(try StatePlace("no-such-folder").path == "\(here)/no-such-folder")
    }

    @Test func `what is not Strata's, no folder, or can't be set aside is refused`() throws {
        defer { folder.remove() }
        for name in ["project/main.c", "file", "half/journal/x", "half/executor.sqlite", "half/report.pdf"] { put(name) }
        #expect(mkfifo("\(root)/pipe", 0o600) == 0)
        symlink("\(root)/nowhere", "\(root)/broken")
        symlink("\(root)/project", "\(root)/link")
        for name in ["project", "project/", "link", "file", "file/", "file/x", "pipe", "broken", "half", "new/..", ".."] {
            for isKept in [false, true] {
                #expect(throws: HostError.self, "\(name)") { try StatePlace("\(root)/\(name)", isKept: isKept) }
            }
        }
        let home = ProcessEnvironment.variable("HOME") ?? "/"
        for path in ["", "/", "//", "/tmp/..", home, home + "/", home + "/.", ".", "./", "..", "/usr", "/etc", "/dev", "/proc"] {
            #expect(throws: HostError.self, "\(path)") { try StatePlace(path) }
        }
    }

    @Test func `nothing is written into the folder that is set aside`() throws {
        defer { folder.remove() }
        put("state/.strata-state")
        let place = try StatePlace("\(root)/state")
        for name in ["state", "state/x", "state/../state/log", "state/new/deep"] {
            #expect(throws: HostError.self, "\(name)") { try place.checkApart("--logs", "\(root)/\(name)") }
        }
        try place.checkApart("--logs", "\(root)/state-2")
        #expect(throws: HostError.self) {
            try OutputFile("\(root)/state/journal.jsonl", "--journal", .journal).checkOutside(place)
        }
    }

    @Test func `a pipe that nobody writes into is told, and one that is written is read`() async throws {
        defer { folder.remove() }
        let path = "\(root)/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        #expect(try FileBytes.read(path).isEmpty)
        // Opened for both, nobody waits for the other.
        let end = open(path, O_RDWR)
        TextOutput.write("{}", to: end)
        async let bytes = onOwnThread { try? FileBytes.read(path) }
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        close(end)
        close(reader)
        let read = await bytes
        #expect(read == nil || read?.isEmpty == true || read == Array("{}".utf8))
    }
}
