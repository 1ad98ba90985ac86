import Glibc
import Testing

@testable import Bus

@Suite struct RunDirectoryTests {
    @Test func `it is made private, with its parents`() throws {
        let bench = try Bench()
        let parent = bench.directory.path + "/a"
        let directory = try RunDirectory(path: parent + "/b")
        defer {
            rmdir(directory.path)
            rmdir(parent)
        }
        for path in [parent, directory.path] {
            var info = stat()
            try #require(lstat(path, &info) == 0)
            #expect(info.st_mode & 0o7777 == 0o700)
        }
        #expect(try RunDirectory(path: directory.path) == directory)
        #expect(try directory.endpoint("l1.rep").description == "ipc://\(directory.path)/l1.rep")
    }

    @Test func `who asks makes nothing, and enters no folder that others may`() throws {
        let bench = try Bench()
        let path = bench.directory.path + "/missing/run"
        let directory = try RunDirectory(asking: path)
        #expect(access(bench.directory.path + "/missing", F_OK) != 0)
        #expect(try directory.path == path && directory.names().isEmpty && !directory.endpoint("a.rep").isServed)
        #expect(try RunDirectory(asking: bench.directory.path) == bench.directory)
        let open = bench.directory.path + "/open"
        mkdir(open, 0o700)
        chmod(open, 0o755)
        symlink("nowhere", bench.directory.path + "/dangling")
        defer {
            rmdir(open)
            unlink(bench.directory.path + "/dangling")
        }
        for place in [open, bench.directory.path + "/dangling"] {
            #expect(throws: BusError.self, "\(place)") { try RunDirectory(asking: place) }
        }
        #expect(throws: BusError.self) {
            try RunDirectory(asking: "/" + String(repeating: "x", count: 200))
        }
    }

    @Test(arguments: ["", "../x", "a/b"]) func `an endpoint can't leave the folder`(name: String) throws {
        let bench = try Bench()
        #expect(throws: BusError.self) { try bench.directory.endpoint(name) }
    }

    @Test func `one that others may enter, a link and a file are refused`() throws {
        let bench = try Bench()
        let path = bench.directory.path
        let open = path + "/open"
        let link = path + "/link"
        let file = path + "/file"
        mkdir(open, 0o700)
        chmod(open, 0o755)
        symlink(path, link)
        close(creat(file, 0o600))
        defer { rmdir(open) }
        #expect(throws: BusError.unsafeDirectory(open, found: "has mode 0755")) {
            try RunDirectory(path: open)
        }
        #expect(throws: BusError.unsafeDirectory(link, found: "is a link or a file")) {
            try RunDirectory(path: link)
        }
        #expect(throws: BusError.unsafeDirectory(file, found: "is a link or a file")) {
            try RunDirectory(path: file)
        }
        #expect(throws: BusError.call("mkdir", on: file + "/x", errno: ENOTDIR)) {
            try RunDirectory(path: file + "/x")
        }
    }
}
