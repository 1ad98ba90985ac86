import Glibc
import TestSupport
import Testing

@testable import Bus

/// The answering side under peers that are no REQ, or that go before they are answered.
@Suite(.timeLimit(.minutes(10))) struct AnswerSocketTests {
    /// An answering socket and an asking link in one reactor.
    private final class Pair {
        let bench: Bench
        let endpoint: Endpoint
        private let socket: AnswerSocket
        private let link: RequestLink
        private let reactor: Reactor
        private let slot: Reactor.Slot
        private var asker = ReturnAddress()
        private(set) var outcomes: [String] = []

        init() throws {
            bench = try Bench()
            endpoint = try bench.directory.endpoint("risk.rep")
            socket = try AnswerSocket(in: bench.context)
            try socket.bind(endpoint)
            link = try RequestLink(to: endpoint, in: bench.context)
            reactor = try Reactor(signals: nil)
            slot = reactor.watch(socket)
            _ = reactor.watch(link)
        }

        var malformed: Int { socket.counters.malformed }
        var counters: SocketCounters { socket.counters }

        /// Asks, answers whatever comes with its own text, and waits for the outcome.
        func ask(_ text: String, between: () throws -> Void = {}) throws {
            let count = outcomes.count + 1
            _ = try link.ask(
                topic: [UInt8]("check"), payload: [UInt8](text),
                answerBy: MonotonicClock.deadline(milliseconds: 3000))
            while outcomes.count < count {
                try #require(MonotonicClock.now() < bench.deadline, "waited in vain")
                try turn(between)
            }
        }

        func turn(_ between: () throws -> Void = {}) throws {
            reactor.wake(at: MonotonicClock.deadline(milliseconds: 20))
            _ = try reactor.wait()
            var request: [UInt8] = []
            while try socket.receive(from: &asker, { request = Array($0.payload) }) {
                try between()
                try socket.answer(asker, topic: [UInt8]("verdict"), payload: request)
            }
            try link.progress(now: MonotonicClock.now()) { _, outcome in
                switch outcome {
                case .answered(let frames): outcomes.append([UInt8](frames.payload).text)
                case .unanswered(let why): outcomes.append("\(why)")
                }
            }
        }
    }

    @Test func `no answer is lost to peers that send what is no request and are gone at once`() throws {
        let pair = try Pair()
        let path = try #require(pair.endpoint.path)
        let hammer = RawPeer.Hammer(path, pause: 5000)
        defer { hammer.stop() }
        for count in 1...300 {
            try pair.ask("q\(count)")
            usleep(1000)
        }
        #expect(pair.outcomes == (1...300).map { "q\($0)" })
        while pair.malformed == 0 { try pair.turn() }
        #expect(hammer.thrown > 20)
    }

    @Test func `what is no request is dropped and counted, each as one`() throws {
        let pair = try Pair()
        let path = try #require(pair.endpoint.path)
        let messages: [[[UInt8]]] = [
            [[]], [[1]], [[1], [2], [3]],
            (0..<40).map { [UInt8($0 + 1)] } + [[], [1], [2]],
            [[UInt8](repeating: 7, count: 2000), [], [1], [2]],
        ]
        let peer = try RawPeer(path)
        defer { withExtendedLifetime(peer) {} }
        for message in messages { peer.send(message) }
        while pair.malformed < messages.count {
            try #require(MonotonicClock.now() < pair.bench.deadline, "\(pair.counters)")
            try pair.turn()
        }
        try pair.ask("still here")
        #expect(pair.malformed == messages.count)
        #expect(pair.outcomes == ["still here"])
    }

    @Test func `the envelope comes back as it was sent, byte for byte, whatever its frames are`() throws {
        let pair = try Pair()
        let path = try #require(pair.endpoint.path)
        for envelope in [[], [[1, 2, 3, 4]], [[9], [8, 8], [7, 7, 7]]] as [[[UInt8]]] {
            let peer = try RawPeer(path)
            peer.send(envelope + [[], [UInt8]("check"), [UInt8]("q")])
            var answer: [[UInt8]]?
            while answer == nil {
                try #require(MonotonicClock.now() < pair.bench.deadline, "no answer; \(pair.counters)")
                try pair.turn()
                answer = peer.message()
            }
            #expect(answer == envelope + [[], [UInt8]("verdict"), [UInt8]("q")])
        }
    }

    @Test func `an answer to somebody who is gone disturbs nobody, and answers go out in any order`() throws {
        let bench = try Bench()
        let endpoint = try bench.directory.endpoint("risk.rep")
        let socket = try AnswerSocket(in: bench.context)
        try socket.bind(endpoint)
        var links: [RequestLink] = []
        for place in 0..<3 {
            let link = try RequestLink(to: endpoint, in: bench.context)
            _ = try link.ask(topic: [], payload: [UInt8("\(place)")!], answerBy: bench.deadline)
            links.append(link)
        }
        var askers: [UInt8: ReturnAddress] = [:]
        while askers.count < 3 {
            for link in links { try link.progress(now: MonotonicClock.now()) { _, _ in } }
            var asker = ReturnAddress()
            var place: UInt8 = 9
            if try socket.receive(from: &asker, { place = $0.payload.first ?? 9 }) { askers[place] = asker }
            try #require(MonotonicClock.now() < bench.deadline)
        }
        links[1].close { _, _ in }
        for place in [2, 1, 0] as [UInt8] {
            try socket.answer(try #require(askers[place]), topic: [], payload: [place])
        }
        try socket.answer(ReturnAddress(), topic: [], payload: [])
        var answers: [UInt8?] = [nil, nil, nil]
        while answers[0] == nil || answers[2] == nil {
            for place in [0, 2] {
                try links[place].progress(now: MonotonicClock.now()) { _, outcome in
                    if case .answered(let frames) = outcome { answers[place] = frames.payload.first }
                }
            }
            try #require(MonotonicClock.now() < bench.deadline)
        }
        #expect(answers == [0, nil, 2])
    }
}
