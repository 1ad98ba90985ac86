import Glibc
import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(10))) struct InstanceLockTests {
    @Test func `a second instance is refused with endpoint and holder, and the first goes on`() throws {
        let bench = try Bench()
        let endpoint = try bench.directory.endpoint("risk.rep")
        let first = try Holder(.rep, in: bench.context)
        try first.socket.bind(endpoint)
        let refusal = BusError.endpointInUse(endpoint.description, holder: getpid())
        let other = try Context()
        let second = try Holder(.rep, in: other)
        #expect(throws: refusal) { try second.socket.bind(endpoint) }
        #expect("\(refusal)".contains("already served by process \(getpid())"))

        let link = try RequestLink(to: endpoint, in: bench.context)
        #expect(try link.ask(topic: [1], payload: [2], answerBy: bench.deadline) == .accepted(ticket: 0))
        try untilReady(link, bench)
        #expect(try bench.next(first.socket) == Received("\u{1}", [2]))
    }

    @Test func `closing gives the endpoint free, and a dead instance's files don't hinder`() throws {
        let bench = try Bench()
        let endpoint = try bench.directory.endpoint("risk.rep")
        let first = try Socket(.rep, in: bench.context)
        try first.bind(endpoint)
        first.close()
        #expect(Set(try Bench.names(in: bench.directory.path)) == ["risk.rep", "risk.rep.lock"])
        let second = try Holder(.rep, in: bench.context)
        try second.socket.bind(endpoint)
    }

    @Test func `socket and lock are for this user alone`() throws {
        let bench = try Bench()
        let endpoint = try bench.directory.endpoint("feed.pub")
        let publisher = try Holder(.pub, in: bench.context)
        try publisher.socket.bind(endpoint)
        for name in ["feed.pub", "feed.pub.lock"] {
            var info = stat()
            try #require(lstat("\(bench.directory.path)/\(name)", &info) == 0)
            #expect(info.st_mode & 0o077 == 0)
        }
    }

    /// Lets the link's request leave once its peer is connected.
    private func untilReady(_ link: RequestLink, _ bench: Bench) throws {
        let reactor = try Reactor(signals: nil)
        let slot = reactor.watch(link)
        reactor.wake(at: bench.deadline)
        while link.socket.handle.wantsToSend {
            try #require(try !reactor.wait().timer)
            if reactor.isReady(slot) { try link.progress(now: MonotonicClock.now()) { _, _ in } }
        }
    }
}
