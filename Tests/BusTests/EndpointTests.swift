import Glibc
import Testing

@testable import Bus

@Suite struct EndpointTests {
    @Test(arguments: [
        "ipc:///run/user/1000/strata/feed.pub", "tcp://127.0.0.1:5555", "tcp://127.8.9.10:65535",
        "tcp://127.0.0.1:*", "inproc://executor",
    ])
    func `an endpoint reads back as it was written`(text: String) throws {
        #expect(try Endpoint(text).description == text)
    }

    @Test func `localhost is the loopback address`() throws {
        #expect(try Endpoint("tcp://localhost:80") == Endpoint("tcp://127.0.0.1:80"))
    }

    @Test(arguments: [
        "", "ipc", "ipc://", "ipc://relative/path", "ipc://@abstract", "ipc://*", "ipc:///folder/",
        "ipc:///a\0b",
        "tcp://127.0.0.1", "tcp://127.0.0.1:", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536",
        "tcp://127.0.0.1:+5",
        "tcp://127.0.0.1:-5", "tcp://:5555", "inproc://", "udp://127.0.0.1:1", "pgm://x",
    ])
    func `what is no endpoint is refused with what was expected`(text: String) {
        #expect { try Endpoint(text) } throws: { error in
            guard case BusError.malformedEndpoint(text, let expected) = error else { return false }
            return "\(error)".contains(expected)
        }
    }

    @Test(arguments: [
        "tcp://0.0.0.0:5555", "tcp://*:5555", "tcp://192.168.1.2:5555", "tcp://example.org:5555",
        "tcp://127.0.0.1.evil.org:5555", "tcp://127.0.0.256:5555", "tcp://[::]:5555", "tcp://eth0:5555",
    ])
    func `tcp off loopback is refused`(text: String) {
        #expect(throws: BusError.offLoopback(text)) { try Endpoint(text) }
    }

    @Test func `a path may have 107 bytes, not characters, and no more`() throws {
        let longest = "/" + String(repeating: "x", count: 106)
        #expect(try Endpoint("ipc://" + longest).path == longest)
        let wide = "/" + String(repeating: "é", count: 54)
        #expect(throws: BusError.pathTooLong(wide, bytes: 109)) { try Endpoint("ipc://" + wide) }
        #expect("\(BusError.pathTooLong(wide, bytes: 109))".contains("109 bytes; the kernel allows 107"))
    }

    @Test func `an endpoint is served while its socket is bound, and not by the file it leaves`() throws {
        let bench = try Bench()
        let endpoint = try bench.directory.endpoint("risk.rep")
        #expect(!endpoint.isServed)
        let socket = try Socket(.rep, in: bench.context)
        try socket.bind(endpoint)
        #expect(endpoint.isServed)
        #expect(try bench.directory.names().filter { $0.hasPrefix("risk") } == ["risk.rep", "risk.rep.lock"])
        let left = try bench.directory.endpoint("executor.rep")
        let file = open(try #require(left.path), O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        defer { close(file) }
        #expect(!left.isServed)
    }
}
