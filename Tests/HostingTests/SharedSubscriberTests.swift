import Bus
@testable import Delivery
import Engine
@testable import Hosting
import Messages
import TestSupport
import Testing

/// The one ear of a process, and how what is said leaves it.
@Suite(.timeLimit(.minutes(1))) final class SharedSubscriberTests {
    private static let feed = Topology.Member(rank: .feedHandler, instance: 0)
    private static let l2 = Topology.Member(rank: .l2Tactic, instance: 0)
    private static let l1 = Topology.Member(rank: .l1Operational, instance: 0)

    private let folder = TemporaryFolder()
    private let context: Context
    private let endpoints: Endpoints

    init() throws {
        context = try Context()
        endpoints = Endpoints(Topology(tacticInstances: 1), in: try RunDirectory(path: folder.path + "/run"))
    }

    deinit { folder.remove() }

    private func publisher(_ member: Topology.Member, _ port: IntraProcessPort? = nil) throws -> PublishingSocket {
        let publishing = PublishingSocket(try Socket(.xpub, in: context), port)
        try publishing.socket.bind(endpoints.publisher(member))
        return publishing
    }

    /// Waits until so many prefixes were joined.
    private func joins(_ count: Int, at publishing: PublishingSocket) throws -> [String] {
        var found: [String] = []
        while found.count < count {
            _ = try publishing.socket.waitForInput(until: MonotonicClock.now() + 20_000_000)
            found += try publishing.takeJoins().map { String(decoding: $0, as: UTF8.self) }
        }
        return found
    }

    @Test func `a frame comes in once, to each stage that subscribes, and is followed up before the next`() throws {
        let publishing = try publisher(Self.feed)
        let ear = try SharedSubscriber(without: [Self.l2, Self.l1], endpoints, context)
        var words: [String] = []
        for (name, prefixes) in [("l2", ["kline_1m/", "clock"]), ("l1", ["depth/", "clock"])] {
            try ear.listen(prefixes.map { Array($0.utf8) }) { frames, _ in
                words.append("\(name) \(String(decoding: frames.topic, as: UTF8.self))")
            }
        }
        #expect(try joins(3, at: publishing).sorted() == ["clock", "depth/", "kline_1m/"], "each is joined once")
        for topic in ["kline_1m/BTC/USDT", "clock", "signals/BTC/USDT", "depth/BTC/USDT", "clock"] {
            try publishing.publish(topic: Array(topic.utf8), payload: UnsafeRawBufferPointer(start: nil, count: 0))
        }
        while words.count(where: { $0 == "l1 clock" }) < 2 {
            _ = try ear.socket.waitForInput(until: MonotonicClock.now() + 20_000_000)
            #expect(try ear.drain { words.append("-") })
        }
        #expect(
            words == [
                "l2 kline_1m/BTC/USDT", "-", "l2 clock", "l1 clock", "-", "l1 depth/BTC/USDT", "-", "l2 clock",
                "l1 clock", "-",
            ])
    }

    @Test func `what is said comes to the stages beside at once, to those outside by the flush, in its order`() throws {
        let bus = IntraProcessBus([Self.l2, Self.l1])
        let beside = try #require(IntraProcessPort(bus, Self.l1))
        beside.subscribe(to: [])
        let publishing = try publisher(Self.l2, IntraProcessPort(bus, Self.l2))
        let outside = try SharedSubscriber(without: [], endpoints, context)
        var heard: [String] = []
        try outside.listen([Array("signals/".utf8)]) { frames, _ in
            heard.append(String(decoding: frames.payload, as: UTF8.self))
        }
        _ = try joins(1, at: publishing)
        for word in ["1", "2", "3"] {
            Array("signals/BTC/USDT".utf8).withUnsafeBytes { topic in
                Array(word.utf8).withUnsafeBytes { publishing.publishSoon(topic: topic, payload: $0) }
            }
        }
        #expect(beside.hasWords)
        #expect(publishing.socket.counters.sent == 0)
        try publishing.flush()
        try publishing.flush()
        #expect(publishing.socket.counters.sent == 3)
        while heard.count < 3 {
            _ = try outside.socket.waitForInput(until: MonotonicClock.now() + 20_000_000)
            try outside.drain()
        }
        #expect(heard == ["1", "2", "3"])
        var inside: [String] = []
        beside.takeAll { _, _, payload in inside.append(String(decoding: payload, as: UTF8.self)) }
        #expect(inside == ["1", "2", "3"])
    }
}
