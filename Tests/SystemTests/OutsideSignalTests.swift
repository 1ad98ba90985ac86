import Bus
import Configuration
import Foundation
import Market
import Messages
import Testing
import Wire

/// Signals from outside at real processes: out of range, unreadable, too many.
@Suite(.serialized, .timeLimit(.minutes(10))) struct OutsideSignalTests {
    private func bare(_ id: String, _ change: (inout Signal) -> Void = { _ in }) throws -> [UInt8] {
        var signal = Signal()
        (signal.signalID, signal.symbol) = (Label(clipping: id), SevenProcesses.eth)
        (signal.quantity, signal.stopLoss) = (Quantity(0.01)!, Price(2_700))
        change(&signal)
        return try FrameEncoder(Settings.standard.instruments).bytes(bare: .signal(signal))
    }

    private func acknowledge(_ answer: (topic: String, payload: [UInt8])?) throws -> Acknowledge {
        let answer = try #require(answer)
        #expect(answer.topic == "acknowledge")
        let message = try answer.payload.withUnsafeBytes {
            try FrameDecoder(Settings.standard.instruments).decode(bare: .acknowledge, $0)
        }
        guard case .acknowledge(let found) = message else { return Acknowledge() }
        return found
    }

    @Test func `what becomes of a signal is told under its id, also where it can't be read or is out of range`() throws {
        let seven = try SevenProcesses()
        defer { seven.end() }
        try seven.begin()
        let wild = try acknowledge(try seven.ask("l1-operational", "signal", bare("wild") { $0.confidence = 77 }))
        #expect(!wild.ok && wild.reason == Reason(.confidenceOutOfRange, found: 77, limit: 1))
        let odd = try bare("odd").withUnsafeBytes { bytes in
            // The side becomes a word that is none.
            let text = Array(bytes)
            let place = try #require(text.indices.first { Array(text[$0...].prefix(3)) == Array("buy".utf8) })
            return Array(text[..<place]) + Array("bug".utf8) + Array(text[(place + 3)...])
        }
        let refusal = try #require(try seven.ask("l1-operational", "signal", odd))
        let text = String(decoding: refusal.payload, as: UTF8.self)
        #expect(refusal.topic == "refused" && text.contains("\"side\" is \"bug\"; expected one of buy, sell"), "\(text)")
        for (id, code) in [("wild", ReasonCode.confidenceOutOfRange), ("odd", .malformedSignal)] as [(Label, ReasonCode)] {
            try seven.wait("a report of \(id)") { seven.report(id) != nil }
            #expect(seven.report(id)?.status == .rejected && seven.report(id)?.reason.code == code)
        }
        #expect(seven.order(ClientOrderID(signal: "wild", leg: 1)) == nil)
    }

    @Test func `a flood of signals is refused with its reason, and what L1 has to do goes on`() throws {
        let seven = try SevenProcesses()
        defer { seven.end() }
        try seven.begin()
        let desk = SignalDesk(seven)
        try desk.enterAndFill()
        let flood = try Flood(seven.directory, try (0..<1_000).map { try bare("flood-\($0)") { $0.stopLoss = .absent } })
        flood.start()
        try seven.wait("the flood is refused") { flood.refused > 5_000 }
        // The position is left by a stop of the market's own making: candles go on, and so do orders.
        let before = seven.candles
        try seven.wait("the market goes on") { seven.candles > before + 5 }
        flood.stop()
        #expect(flood.taken < flood.refused / 5, "\(flood.taken) taken, \(flood.refused) refused")
        #expect(flood.reason?.code == .tooManySignals && flood.reason?.limit == 20)
        let status = try seven.status("l1-operational")
        #expect((status["refused"] as? Int ?? 0) >= flood.refused)
        try seven.wait("the log sums up") { seven.log("l1-operational").contains("more were refused; the last: ") }
        #expect(seven.log("l1-operational").split(separator: "\n").count < 500)
    }

    /// In lockstep what is entered does not hang on how fast a machine is: every figure must be the same.
    @Test func `a flood changes nothing of what the strategies order and get`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = "\(scratch.path)/quiet.jsonl"
        let quiet = try run(Programs.path("strata"), "run", "--quiet", "--to", "2025-05-08", "--journal", path)
        #expect(quiet.status == 0, "\(quiet.output)")
        let pipeline = try Pipeline(
            scratch.path, "--to", "2025-05-08", "--journal", "\(scratch.path)/flooded.jsonl")
        defer { if pipeline.process.isRunning { pipeline.process.terminate() } }
        #expect(pipeline.wait(seconds: 60) {
            FileManager.default.fileExists(atPath: "\(pipeline.runDirectory)/l1-operational.0.rep")
        })
        let payloads = try (0..<1_000).map { try bare("flood-\($0)") { $0.confidence = 77 } }
        let flood = try Flood(try RunDirectory(path: pipeline.runDirectory), payloads)
        flood.start()
        let outcome = try pipeline.finish()
        flood.stop()
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(flood.refused > 100, "\(flood.taken) taken, \(flood.refused) refused")
        let own = try Self.trading(scratch.read("quiet.jsonl"))
        let flooded = try Self.trading(scratch.read("flooded.jsonl"))
        #expect(own.count > 30 && flooded == own)
    }

    /// What a journal's lines about the strategies' own orders say, without numbers of words.
    private static func trading(_ journal: String) -> [Substring] {
        journal.split(separator: "\n").filter { line in
            ["signals/", "orders/", "fills/"].contains { line.hasPrefix("{\"said\":\"\($0)") }
                && !line.contains("flood-")
        }.compactMap { line in
            guard let data = line.range(of: "\"data\":"), let hash = line.range(of: ",\"h\":\"") else { return nil }
            return line[data.upperBound..<hash.lowerBound]
        }
    }
}

/// Sends signals as fast as they are answered, from a thread and a socket of its own.
private final class Flood: @unchecked Sendable {
    private let lock = NSLock()
    private let endpoint: Endpoint
    private let payloads: [[UInt8]]
    private var isRunning = true
    private var counts = (taken: 0, refused: 0)
    private var last: Reason?
    private let done = DispatchSemaphore(value: 0)

    init(_ directory: RunDirectory, _ payloads: [[UInt8]]) throws {
        endpoint = try directory.endpoint("l1-operational.0.rep")
        self.payloads = payloads
    }

    var taken: Int { lock.withLock { counts.taken } }
    var refused: Int { lock.withLock { counts.refused } }
    var reason: Reason? { lock.withLock { last } }

    func start() { Thread.detachNewThread { [self] in try? run() } }

    func stop() {
        lock.withLock { isRunning = false }
        done.wait()
    }

    private func run() throws {
        defer { done.signal() }
        let context = try Context()
        let socket = try Socket(.req, in: context)
        try socket.connect(endpoint)
        let decoder = FrameDecoder(Settings.standard.instruments)
        var number = 0
        while lock.withLock({ isRunning }) {
            number += 1
            guard try socket.send(topic: Array("signal".utf8), payload: payloads[number % payloads.count]) else { continue }
            guard try socket.waitForInput(until: MonotonicClock.deadline(milliseconds: 5_000)) else { return }
            _ = try socket.receive { frames in
                guard case .acknowledge(let answer)? = try? decoder.decode(bare: .acknowledge, frames.payload) else { return }
                lock.withLock {
                    if answer.reason.code == .tooManySignals {
                        counts.refused += 1
                        last = answer.reason
                    } else {
                        counts.taken += 1
                    }
                }
            }
        }
    }
}
