import Bus
@testable import Delivery
@testable import Engine
@testable import Hosting
import Market
import Messages
import Sealing
import Stages
import Telemetry
import TestSupport
import Testing

/// The edge in lockstep: what comes as a frame, and what comes by way of the conductor.
@Suite struct LockstepEdgeTests {
    private let instruments = InstrumentTable([])
    private let refusals = RefusalLog(Log(process: "test", level: .error))

    private func gate(_ process: String, _ key: UInt8 = 1) -> Gate {
        Gate(process, run: 1, instruments, TestKey.keys(key), startedAt: .zero)
    }

    private func edge() -> LockstepEdge { LockstepEdge(gate("executor.0"), instruments) }

    private var entry: SubmitOrder {
        var order = SubmitOrder()
        order.intent.quantity = Quantity(raw: 1_000_000)
        order.intent.referencePrice = Price(raw: 9_500_000_000_000)
        order.intent.expires = Timestamp(milliseconds: 1_746_400_000_000)
        return order
    }

    private func frame(_ order: SubmitOrder) throws -> [UInt8] {
        var header = Header()
        (header.run, header.source, header.sequence) = (1, "l1-operational.0", 7)
        return try FrameEncoder(instruments).bytes(.submit(order), header)
    }

    private func letIn(_ edge: LockstepEdge, _ payload: [UInt8], topic: String = "ask/executor.0/submit") -> Gate.Admission {
        Array(topic.utf8).withUnsafeBytes { topic in payload.withUnsafeBytes { edge.letIn(topic, $0) } }
    }

    private func submit(in admission: Gate.Admission) throws -> (Header, SubmitOrder) {
        guard case .open(let map) = admission else { throw HostError.failed("\(admission)") }
        let (header, message) = try map.withUnsafeBytes { try FrameDecoder(instruments).decode(.submit, $0) }
        guard case .submit(let order) = message else { throw HostError.failed("\(message)") }
        return (header, order)
    }

    @Test func `a sealed frame comes in without any seal, with all else as it was`() throws {
        var exit = entry
        exit.intent.purpose = .exit
        exit.seal = Seal(hex: "0123456789abcdef0123456789abcdef")
        let sealed = gate("l1-operational.0").seal(.submit, try frame(exit), to: "executor.0")
        let (header, order) = try submit(in: letIn(edge(), sealed))
        exit.seal = .absent
        #expect(order == exit && header.sequence == 7 && header.source == "l1-operational.0")
        guard case .open(let map) = letIn(edge(), sealed) else { return }
        #expect(try map == frame(exit))
    }

    @Test func `an entry whose approval nobody sealed comes in marked, and is counted once`() throws {
        let edge = edge()
        let sealed = gate("l1-operational.0").seal(.submit, try frame(entry), to: "executor.0")
        #expect(try submit(in: letIn(edge, sealed)).1.seal == .broken)
        #expect(edge.gate.forgeries.approvals == 1)
    }

    @Test func `a frame without the run's seal does not come in, and others are left alone`() throws {
        let edge = edge()
        let bare = try frame(entry)
        let others = gate("l1-operational.0", 2).seal(.submit, bare, to: "executor.0")
        for payload in [bare, others] {
            guard case .refused = letIn(edge, payload) else {
                Issue.record("it came in")
                continue
            }
        }
        #expect(edge.gate.forgeries.unsealed == 1 && edge.gate.forgeries.broken == 1)
        #expect(letIn(edge, bare, topic: "ask/executor.0/order") == .open(bare))
        let isAsk = ["ask/executor.0/submit", "answer/l1-operational.0/x", "ask", "asks/a/b", ""].map { topic in
            Array(topic.utf8).withUnsafeBytes { LockstepTopic.isAsk($0) }
        }
        #expect(isAsk == [true, false, false, false, false])
    }

    @Test func `what somebody puts into the conductor's hand is judged again, and a resume counts once`() throws {
        let edge = edge()
        let bare = try frame(entry)
        let submit = gate("l1-operational.0").seal(.submit, bare, to: "executor.0")
        let nothing = Go.Cause.request(topic: [], payload: [])
        let word = Array("submit".utf8)
        #expect(edge.letIn(outside: word, bare, refusals) == nothing)
        #expect(edge.letIn(outside: word, submit, refusals) == nothing, "processes ask by frames")
        var command = HaltCommand()
        (command.by, command.asked) = ("person", QueryClient.now)
        let map = try FrameEncoder(instruments).bytes(bare: .resume(command))
        let resume = gate("strata").seal(.resume, map, to: "executor.0")
        let topic = Array("resume".utf8)
        #expect(edge.letIn(outside: topic, map, refusals) == nothing)
        #expect(edge.letIn(outside: topic, resume, refusals) == .request(topic: topic, payload: map))
        #expect(edge.letIn(outside: topic, resume, refusals) == nothing)
        #expect(edge.gate.forgeries.total == 4)
        let signal = Array("signal".utf8)
        #expect(edge.letIn(outside: signal, [0x80], refusals) == .request(topic: signal, payload: [0x80]))
    }
}
