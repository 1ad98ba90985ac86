@testable import Bus
import CZeroMQ
import Foundation
import Market
import Messages
import TestSupport
import Testing
import Wire

/// A running process under what no honest peer sends, on both its ears: it refuses, counts and goes on.
@Suite(.serialized, .timeLimit(.minutes(10))) struct GarbageTests {
    @Test func `garbage is refused and counted, memory stays, and the process goes on`() throws {
        let bench = try PeerBench()
        let feed = try bench.publisher("feed-handler.0.pub")
        let level = try bench.start(PeerBench.executable("l1-operational"))
        defer { if level.isRunning { kill(level.processIdentifier, SIGKILL) } }
        let ask = try Socket(.req, in: bench.context)
        try ask.connect(bench.directory.endpoint("l1-operational.0.rep"))
        try bench.awaitJoins(1, on: feed)

        let garbage = try Self.garbage(bench)
        // The first rounds make room for buffers; what comes after them must not.
        for _ in 0..<3 { try throwAll(garbage, at: feed, ask, bench) }
        let before = try memory(of: level)
        for _ in 0..<10 { try throwAll(garbage, at: feed, ask, bench) }
        let growth = try memory(of: level) - before
        #expect(growth < 4 << 20, "grew by \(growth) bytes")

        // Each came once as a frame and once as a request.
        let expected = 13 * 2 * garbage.count
        var refused = 0
        while refused < expected {
            try #require(MonotonicClock.now() < bench.deadline, "\(refused) of \(expected) were counted")
            refused = try count("refused", in: self.ask(ask, "status", [], bench).text)
        }
        #expect(refused == expected)

        let answer = try self.ask(ask, "signal", Self.signal(), bench)
        #expect(answer.topic == "acknowledge", "\(answer)")
        kill(level.processIdentifier, SIGTERM)
        _ = try bench.output(of: level)
        #expect(level.terminationReason == .exit && level.terminationStatus == 0)
    }

    /// 1 MiB of nonsense, 268 million elements, a kline cut at every byte, wrong types, an unknown version,
    /// another run's frame.
    private static func garbage(_ bench: PeerBench) throws -> [[UInt8]] {
        var kline = Kline()
        kline.symbol = SymbolID(0)
        let whole = try FrameEncoder(bench.instruments).bytes(.kline(kline), bench.header)
        var random = SeededGenerator(seed: 1)
        return [
            (0..<1 << 20).map { _ in UInt8.random(in: 0...255, using: &random) },
            [0xDD, 0x10, 0, 0, 0], [0xDF, 0x10, 0, 0, 0], [0xC6, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x81, 0xA1, 0x76, 0xA3, 0x6F, 0x6E, 0x65],  // {"v": "one"}
            [0x81, 0xA1, 0x76, 0x63],  // {"v": 99}
            [UInt8](repeating: 0x91, count: 60_000), [0xC1], whole,
        ] + (0..<whole.count).map { Array(whole[..<$0]) }
    }

    /// The L1 document's map, as a script makes it: without any header.
    private static func signal() -> [UInt8] {
        let writer = MapWriter()
        writer.beginMap(5)
        let texts: [(StaticString, String)] = [("signal_id", "btc_s1"), ("symbol", "BTC/USDT"), ("side", "buy")]
        for (key, value) in texts {
            writer.key(key)
            writer.text(value)
        }
        let numbers: [(StaticString, Double)] = [("qty", 0.01), ("stop_loss", 49_000)]
        for (key, value) in numbers {
            writer.key(key)
            writer.double(value)
        }
        return Array(writer.bytes)
    }

    private func throwAll(
        _ garbage: [[UInt8]], at feed: borrowing Socket, _ request: borrowing Socket, _ bench: PeerBench
    ) throws {
        for bytes in garbage {
            try send("kline_1m/BTC/USDT", bytes, on: feed)
            let answer = try ask(request, "signal", bytes, bench)
            try #require(answer.topic == "refused", "\(answer) to \(bytes.prefix(40))")
        }
    }

    private func ask(
        _ socket: borrowing Socket, _ topic: String, _ payload: [UInt8], _ bench: PeerBench
    ) throws -> (topic: String, text: String) {
        try send(topic, payload, on: socket)
        try #require(try socket.waitForInput(until: bench.deadline), "no answer")
        var answer = (topic: "", text: "")
        _ = try socket.receive { frames in
            answer = (String(decoding: frames.topic, as: UTF8.self), String(decoding: frames.payload, as: UTF8.self))
        }
        return answer
    }

    /// Past our own sockets' limit of size, as a stranger's library sends it.
    private func send(_ topic: String, _ payload: [UInt8], on socket: borrowing Socket) throws {
        try #require(zmq_send(socket.handle.raw, topic, topic.utf8.count, ZMQ_SNDMORE) >= 0)
        try #require(zmq_send(socket.handle.raw, payload, payload.count, 0) == payload.count)
    }

    private func count(_ key: String, in json: String) throws -> Int {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        return try #require(object?[key] as? Int, "\(json)")
    }

    /// Resident bytes.
    private func memory(of process: Process) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process.processIdentifier)/statm", encoding: .utf8)
        let pages = try #require(text.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return pages * Int(getpagesize())
    }
}
