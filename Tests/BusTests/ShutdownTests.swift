import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(10))) struct ShutdownTests {
    /// Sends `count` messages, ends the publisher's side for good, then counts what arrived.
    private func survivors(of count: Int, over endpointText: String?, paced: Bool) throws -> [Int] {
        let bench = try Bench()
        let publishing = try Context()
        let publisher = try Socket(.xpub, in: publishing)
        try publisher.bind(try endpointText.map { try Endpoint($0) } ?? bench.directory.endpoint("feed.pub"))
        let subscriber = try Socket(.sub, in: bench.context)
        try subscriber.connect(try publisher.boundEndpoint())
        try subscriber.subscribe(prefix: [])
        _ = try bench.next(publisher)

        var received: [Int] = []
        func take(_ frames: Frames) { received.append(frames.payload.loadUnaligned(as: Int.self)) }
        for i in 0..<count {
            try withUnsafeBytes(of: i) { try publisher.publish(topic: [UInt8]("t"), payload: [UInt8]($0)) }
            if paced {
                try #require(try subscriber.waitForInput(until: bench.deadline))
                try subscriber.drain { take($0) }
            }
        }
        publisher.close()
        try publishing.terminate()
        while received.last != count - 1, try subscriber.waitForInput(until: bench.deadline) {
            try subscriber.drain { take($0) }
        }
        return received
    }

    @Test(arguments: [nil, "tcp://127.0.0.1:*"])
    func `nothing sent flat out is lost when the sender ends`(endpoint: String?) throws {
        #expect(try survivors(of: 50_000, over: endpoint, paced: false) == Array(0..<50_000))
    }

    @Test func `nothing sent at a pace is lost when the sender ends`() throws {
        #expect(try survivors(of: 500, over: nil, paced: true) == Array(0..<500))
    }

    @Test func `a context with open sockets refuses to end instead of hanging`() throws {
        let context = try Context()
        let first = try Socket(.pub, in: context)
        let second = try Socket(.req, in: context)
        #expect(throws: BusError.socketsStillOpen(2)) { try context.terminate() }
        first.close()
        #expect(throws: BusError.socketsStillOpen(1)) { try context.terminate() }
        second.close()
        try context.terminate()
        try context.terminate()
        #expect(throws: BusError.self) { _ = try Socket(.pub, in: context) }
    }

    @Test func `a socket keeps its context alive`() throws {
        weak var remembered: Context?
        var socket: Socket? = try {
            let context = try Context()
            remembered = context
            return try Socket(.pub, in: context)
        }()
        #expect(remembered != nil)
        socket.take()?.close()
        #expect(remembered == nil)
    }
}
