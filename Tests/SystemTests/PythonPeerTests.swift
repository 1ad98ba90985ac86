import Bus
@testable import Delivery
import Foundation
import L1Operational
import Market
import Messages
import Testing
import Wire

/// Both ways over real sockets against Python's own pyzmq and msgpack.
@Suite(
    .enabled(if: PeerBench.python != nil, "needs deploy/setup.sh --python, or STRATA_PYTHON"),
    .timeLimit(.minutes(10)))
struct PythonPeerTests {
    @Test func `a subscriber written as in the multi-pair document gets every frame`() throws {
        let bench = try PeerBench()
        let frames = try PeerFrame.all(rounds: 5, bench.header, bench.instruments)
        let socket = try bench.publisher("feed-handler.0.pub")
        let endpoint = try bench.directory.endpoint("feed-handler.0.pub")
        let peer = try bench.python("Tests/Peers/subscriber.py", "\(endpoint)", "\(frames.count)")
        try bench.awaitJoins(1, on: socket)
        try say(frames, on: socket, bench)
        let lines = try bench.output(of: peer).split(separator: "\n")
        #expect(peer.terminationStatus == 0)
        #expect(frames.count > 150 && lines.count == frames.count)
        for (frame, line) in zip(frames, lines) {
            let seen = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSArray)
            #expect(seen[0] as? String == frame.topic)
            #expect(try seen[1] as? NSDictionary == frame.map(bench.instruments), "\(line)")
        }
    }

    /// Reversed keys, whole numbers for decimals and an unknown nested key change nothing.
    @Test func `what a Python program says is taken as what a process says`() throws {
        let bench = try PeerBench()
        let frames = try PeerFrame.all(rounds: 5, bench.header, bench.instruments)
        let socket = try bench.publisher("feed-handler.0.pub")
        let heard = try bench.subscriber(to: "echo.0.pub")
        let endpoints = (
            try bench.directory.endpoint("feed-handler.0.pub"), try bench.directory.endpoint("echo.0.pub")
        )
        let peer = try bench.python(
            "Tests/Peers/echo.py", "\(endpoints.0)", "\(endpoints.1)", "\(frames.count)")
        try bench.awaitJoins(1, on: socket)
        try say(frames, on: socket, bench)
        let receiver = FrameReceiver(bench.instruments, expected: bench.header)
        var outcomes: [FrameReceiver.Outcome] = []
        try bench.receive(on: heard) {
            outcomes.append(receiver.take($0))
            return outcomes.count == frames.count
        }
        for (frame, outcome) in zip(frames, outcomes) {
            guard case .message(let message, let header) = outcome else {
                Issue.record("\(frame.topic): \(outcome)")
                continue
            }
            #expect(header == frame.header)
            let texts = try [message, frame.message].map { try FieldJSON.object($0, bench.instruments) }
            #expect(texts[0] == texts[1])
        }
        _ = try bench.output(of: peer)
        #expect(peer.terminationStatus == 0 && receiver.refused == 0)
    }

    @Test func `the example sends the L1 document's Signals as written, and tells both answers`() throws {
        let bench = try PeerBench()
        let rep = try Socket(.rep, in: bench.context)
        try rep.bind(bench.directory.endpoint("l1-operational.0.rep"))
        let pub = try bench.publisher("l1-operational.0.pub")
        let peer = try bench.python("docs/examples/send_signal.py", "--wait", "30")
        try bench.awaitJoins(2, on: pub)
        try say(.heartbeat(Heartbeat()), as: "heartbeat/l1-operational.0", on: pub, bench)
        let decoder = FrameDecoder(bench.instruments)
        let encoder = FrameEncoder(bench.instruments)
        var signals: [Signal] = []
        for isTaken in [true, false] {
            try bench.receive(on: rep) { frames in
                #expect(frames.topic.elementsEqual("signal".utf8))
                if case .signal(let signal) = try? decoder.decode(bare: .signal, frames.payload) {
                    signals.append(signal)
                }
                return true
            }
            var answer = Acknowledge()
            answer.ok = isTaken
            answer.reason = isTaken ? Reason() : Reason(.missingStop)
            let payload = Array(try encoder.encode(.acknowledge(answer), bench.header))
            _ = try rep.send(topic: Array("acknowledge".utf8), payload: payload)
        }
        for (name, quantity) in [("other", 7), ("btc_s1", 1)] {
            var report = ExecutionReport()
            (report.signalID, report.symbol, report.status) = (Label(clipping: name), SymbolID(0), .filled)
            (report.executedQuantity, report.averagePrice) = (Quantity(quantity), Price(50_000))
            try say(.report(report), as: "reports/BTC/USDT", on: pub, bench)
        }
        let output = try bench.output(of: peer)
        #expect(
            output == "btc_s1: taken\neth_s1: refused: missing_stop\nbtc_s1: filled, 1 at 50000\n", "\(output)")
        #expect(peer.terminationStatus == 1)
        let texts = try [signals, Self.documented].map { list in
            try list.map { try FieldJSON.object(.signal($0), bench.instruments) }
        }
        #expect(texts[0] == texts[1])
    }

    private func say(
        _ message: Message, as topic: String, on socket: borrowing Socket, _ bench: PeerBench
    ) throws {
        let payload = try FrameEncoder(bench.instruments).bytes(message, bench.header)
        try payload.withUnsafeBytes { try socket.publish(topic: Array(topic.utf8), payload: $0) }
    }

    /// The Signals of the L1 document's usage section.
    private static var documented: [Signal] {
        [("btc_s1", 0, 0.01, 49_000), ("eth_s1", 1, 0.5, 2_900)].map { (id, symbol, quantity, stop) in
            var signal = Signal()
            signal.signalID = Label(clipping: id)
            signal.strategyID = "stratA"
            signal.symbol = SymbolID(symbol)
            signal.quantity = Quantity(quantity) ?? .zero
            signal.stopLoss = Price(Double(stop)) ?? .absent
            return signal
        }
    }

    private func say(_ frames: [PeerFrame], on socket: borrowing Socket, _ bench: PeerBench) throws {
        let encoder = FrameEncoder(bench.instruments)
        for frame in frames {
            let payload = try encoder.encode(frame.message, frame.header)
            try socket.publish(topic: Array(frame.topic.utf8), payload: payload)
        }
    }
}
