import CZeroMQ
import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(10))) struct PublishSubscribeTests {
    @Test func `both frames arrive as they were sent`() throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join()
        let payload = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        try publisher.socket.publish(topic: [UInt8]("BTC/USDT"), payload: payload)
        #expect(try bench.next(subscriber.socket) == Received("BTC/USDT", payload))
        #expect(publisher.socket.counters.sent == 1)
        #expect(subscriber.socket.counters.received == 1)
    }

    @Test func `a subscriber hears its prefix alone`() throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join("kline_1m/")
        for topic in ["BTC/USDT", "kline_1h/BTC/USDT", "kline_1m/BTC/USDT", "kline_1m/ETH/USDT"] {
            try publisher.socket.publish(topic: [UInt8](topic), payload: [1])
        }
        #expect(try bench.next(subscriber.socket).topic.text == "kline_1m/BTC/USDT")
        #expect(try bench.next(subscriber.socket).topic.text == "kline_1m/ETH/USDT")
        #expect(try !subscriber.socket.receive { _ in })
    }

    @Test func `an XPUB hears of every join, of equal ones too, and of the leave`() throws {
        let bench = try Bench()
        let (publisher, first) = try bench.join("a")
        let second = try Holder(.sub, in: bench.context)
        try second.socket.connect(try bench.directory.endpoint("feed.pub"))
        try second.socket.subscribe(prefix: [UInt8]("a"))
        var events: [String] = []
        func listen() throws {
            try #require(try publisher.socket.waitForInput(until: bench.deadline))
            try publisher.socket.drain { frames in
                guard let event = frames.subscription else { return }
                events.append("\(event.isJoin ? "+" : "-")\([UInt8](event.prefix).text)")
            }
        }
        try listen()
        #expect(events == ["+a"])
        try first.socket.unsubscribe(prefix: [UInt8]("a"))
        try second.socket.unsubscribe(prefix: [UInt8]("a"))
        while events.count < 2 { try listen() }
        #expect(events == ["+a", "-a"])
    }

    @Test func `one subscriber hears several publishers`() throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join()
        let other = try Holder(.xpub, in: bench.context)
        let endpoint = try Endpoint("tcp://127.0.0.1:*")
        try other.socket.bind(endpoint)
        try subscriber.socket.connect(try other.socket.boundEndpoint())
        _ = try bench.next(other.socket)
        try publisher.socket.publish(topic: [1], payload: [])
        try other.socket.publish(topic: [2], payload: [])
        let topics = [try bench.next(subscriber.socket).topic, try bench.next(subscriber.socket).topic]
        #expect(Set(topics) == [[1], [2]])
    }

    @Test func `a lone frame is a topic without payload, and its own body`() throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join()
        #expect(try publisher.socket.send([UInt8]("clock")))
        try #require(try subscriber.socket.waitForInput(until: bench.deadline))
        var seen = false
        _ = try subscriber.socket.receive { frames in
            seen = true
            #expect(frames.count == 1 && frames.payload.isEmpty)
            #expect([UInt8](frames.topic).text == "clock" && [UInt8](frames.body).text == "clock")
            #expect(frames.subscription == nil)
        }
        #expect(seen)
    }

    @Test(arguments: [3, 4, 500]) func `frames after the second are dropped and counted`(count: Int) throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join()
        for i in 0..<count {
            var byte = UInt8(truncatingIfNeeded: i)
            try #require(
                zmq_send(publisher.socket.handle.raw, &byte, 1, i + 1 < count ? ZMQ_SNDMORE : 0) == 1)
        }
        try publisher.socket.publish(topic: [7], payload: [8])
        let long = try bench.next(subscriber.socket)
        #expect(long.topic == [0] && long.payload == [1] && long.count == count)
        #expect(try bench.next(subscriber.socket) == Received("\u{7}", [8]))
        #expect(subscriber.socket.counters.extraFrames == count - 2)
    }

    @Test func `the largest frame passes and one byte more is refused before it is sent`() throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join()
        let largest = [UInt8](repeating: 5, count: Frames.largest)
        try publisher.socket.publish(topic: [1], payload: largest)
        #expect(try bench.next(subscriber.socket).payload == largest)
        let place = try bench.directory.endpoint("feed.pub").description
        #expect(throws: BusError.frameTooLarge(endpoint: place, bytes: Frames.largest + 1)) {
            try publisher.socket.publish(topic: [1], payload: largest + [0])
        }
        #expect(publisher.socket.counters.sent == 1)
    }

    @Test(arguments: [(true, 1 << 20), (false, 1 << 20), (false, 5 << 20)])
    func `a stranger's huge frame is reported, withheld and survived`(asTopic: Bool, size: Int) throws {
        let bench = try Bench()
        let (publisher, subscriber) = try bench.join()
        let raw = publisher.socket.handle.raw
        let huge = [UInt8](repeating: 9, count: size)
        if !asTopic { try #require(zmq_send(raw, "spam", 4, ZMQ_SNDMORE) == 4) }
        try #require(zmq_send(raw, huge, huge.count, 0) == Int32(huge.count))
        try publisher.socket.publish(topic: [1], payload: [2])
        let reported = try bench.next(subscriber.socket)
        #expect(reported.tooLargeBytes == size && reported.payload.isEmpty)
        #expect(reported.topic.text == (asTopic ? "" : "spam"))
        #expect(try bench.next(subscriber.socket) == Received("\u{1}", [2]))
        #expect(subscriber.socket.counters.tooLarge == 1)
    }

    @Test func `a server cuts off who sends a monstrous frame, and serves who comes after`() throws {
        let bench = try Bench()
        let server = try Holder(.rep, in: bench.context)
        let client = try Holder(.req, in: bench.context)
        try server.socket.bind(try bench.directory.endpoint("signal.rep"))
        try client.socket.connect(try bench.directory.endpoint("signal.rep"))
        let monstrous = [UInt8](repeating: 9, count: 5 << 20)
        // Waiting for the peer, then for its return: ZeroMQ's own blocking send.
        try #require(
            zmq_send(client.socket.handle.raw, monstrous, monstrous.count, 0) == Int32(monstrous.count))
        while try !server.socket.waitForInput(until: MonotonicClock.deadline(milliseconds: 20)) {
            try #require(MonotonicClock.now() < bench.deadline)
            _ = try client.socket.send([UInt8]("small"))
        }
        #expect(try bench.next(server.socket).topic.text == "small")
    }
}
