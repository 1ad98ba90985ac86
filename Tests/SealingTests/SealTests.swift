import Market
import Messages
import TestSupport
import Testing

@testable import Sealing

/// What the seals cover: whatever a forger changes makes them false.
@Suite struct SealTests {
    private static let instruments = InstrumentTable(
        ["BTC/USDT", "ETH/USDT"].map {
            Instrument(
                name: $0, market: .um, tickSize: Price(0.1)!, stepSize: Quantity(0.001)!,
                minQuantity: Quantity(0.001)!, maxQuantity: Quantity(100)!, minNotional: Money(5)!)
        })
    private static let start = Timestamp(milliseconds: 1_746_400_000_000)

    private func gate(
        _ process: String = "executor.0", run: UInt32 = 7, key: UInt8 = 1, approves: Bool = true
    ) -> Gate {
        Gate(
            process, run: run, Self.instruments, TestKey.keys(key, approves: approves), startedAt: Self.start)
    }

    private var intent: OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: "r7-btc-1", leg: 0)
        intent.symbol = SymbolID(0)
        intent.quantity = Quantity(0.02)!
        intent.referencePrice = Price(95_000)!
        intent.stopLoss = Price(94_000)!
        intent.takeProfit = Price(97_000)!
        intent.expires = Self.start + .seconds(120)
        return intent
    }

    /// A child of the intent under a genuine approval.
    private func child(by manager: Gate) -> SubmitOrder {
        var check = RiskCheck()
        check.intent = intent
        var verdict = RiskVerdict()
        (verdict.approved, verdict.quantity, verdict.expires) = (true, intent.quantity, Self.start + .seconds(60))
        guard case .riskVerdict(let sealed) = manager.approve(.riskVerdict(verdict), to: .riskCheck(check)) else {
            return SubmitOrder()
        }
        var order = SubmitOrder()
        order.intent = intent
        (order.intent.clientOrderID.leg, order.intent.quantity) = (2, Quantity(0.01)!)
        (order.approvedQuantity, order.approvalExpires) = (sealed.quantity, sealed.expires)
        order.seal = sealed.seal
        return order
    }

    private func isGenuine(_ order: SubmitOrder, at gate: Gate) -> Bool {
        let message = gate.examine(.submit(order))
        gate.pass(message, at: Self.start)
        guard case .submit(let examined) = message else { return false }
        return examined.seal == .absent
    }

    // MARK: - Approvals

    @Test func `a child of an approved intent is let in, and carries no seal any more`() {
        let order = child(by: gate("risk-manager.0"))
        #expect(order.seal != .absent && order.seal != .broken)
        let executor = gate()
        #expect(isGenuine(order, at: executor) && executor.forgeries.total == 0)
    }

    private static let changes: [(name: String, change: @Sendable (inout SubmitOrder) -> Void)] = [
        ("signal", { $0.intent.clientOrderID.signal = "r7-btc-2" }), ("symbol", { $0.intent.symbol = SymbolID(1) }),
        ("side", { $0.intent.side = .sell }), ("order type", { $0.intent.orderType = .limit }),
        ("algorithm", { $0.intent.algorithm = .twap }), ("price", { $0.intent.price = Price(1)! }),
        ("reference price", { $0.intent.referencePrice = Price(1)! }),
        ("stop", { $0.intent.stopLoss = Price(1)! }), ("no stop", { $0.intent.stopLoss = .absent }),
        ("target", { $0.intent.takeProfit = Price(1)! }), ("expiry", { $0.intent.expires = .never }),
        ("approved quantity", { $0.approvedQuantity = Quantity(9)! }),
        ("approval's expiry", { $0.approvalExpires = Timestamp(nanoseconds: 9_000_000_000_000_000_000) }),
        ("no seal", { $0.seal = .absent }), ("a seal of nothing", { $0.seal = .broken }),
        ("an invented seal", { $0.seal = Seal(hex: "0123456789abcdef0123456789abcdef") }),
    ]

    @Test(arguments: changes.indices)
    func `whatever of an approval is changed makes its seal false`(index: Int) {
        var order = child(by: gate("risk-manager.0"))
        Self.changes[index].change(&order)
        let executor = gate()
        #expect(!isGenuine(order, at: executor), "\(Self.changes[index].name)")
        #expect(executor.forgeries.approvals == 1)
    }

    @Test func `another run and another key know nothing of a seal`() {
        let order = child(by: gate("risk-manager.0"))
        #expect(!isGenuine(order, at: gate(run: 8)))
        #expect(!isGenuine(order, at: gate(key: 2)))
    }

    @Test func `leg and quantity of a child are its own, and a reduction needs no seal`() {
        var order = child(by: gate("risk-manager.0"))
        (order.intent.clientOrderID.leg, order.intent.quantity) = (1, Quantity(0.005)!)
        #expect(isGenuine(order, at: gate()))
        order.intent.purpose = .exit
        order.seal = .broken
        #expect(isGenuine(order, at: gate()))
    }

    @Test func `a refusal and a reduction's leave get no seal, and no process without the key makes one`() {
        var verdict = RiskVerdict()
        var check = RiskCheck()
        check.intent = intent
        #expect(gate().approve(.riskVerdict(verdict), to: .riskCheck(check)) == .riskVerdict(verdict))
        verdict.approved = true
        #expect(gate().approve(.riskVerdict(verdict), to: .riskCheck(check)) != .riskVerdict(verdict))
        let level = gate("l1-operational.0", approves: false)
        #expect(level.approve(.riskVerdict(verdict), to: .riskCheck(check)) == .riskVerdict(verdict))
        check.intent.purpose = .exit
        #expect(gate().approve(.riskVerdict(verdict), to: .riskCheck(check)) == .riskVerdict(verdict))
    }

    // MARK: - Requests

    private var cancel: [UInt8] {
        get throws {
            var header = Header()
            (header.run, header.source) = (7, "l1-operational.0")
            return try FrameEncoder(Self.instruments).bytes(.cancel(CancelOrder()), header)
        }
    }

    @Test func `a sealed request comes in as it was before, and reads the same with its seal`() throws {
        let sealed = gate("l1-operational.0").seal(.cancel, try cancel, to: "executor.0")
        #expect(gate().admit(.cancel, sealed) == .open(try cancel))
        let decoder = FrameDecoder(Self.instruments)
        let header = try sealed.withUnsafeBytes { try decoder.decode(.cancel, $0).header }
        #expect(header.source == "l1-operational.0")
    }

    @Test func `each byte counts, and so do the word, the process, the run and the key`() throws {
        let sealed = gate("l1-operational.0").seal(.cancel, try cancel, to: "executor.0")
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            guard case .refused = gate().admit(.cancel, changed) else {
                Issue.record("byte \(place) does not count")
                continue
            }
        }
        for other in [gate("risk-manager.0"), gate(run: 8), gate(key: 2)] {
            guard case .refused = other.admit(.cancel, sealed) else {
                Issue.record("another gate took it")
                continue
            }
        }
        for word in [.submit, .resume, .riskCheck] as [MessageKind] {
            guard case .refused = gate().admit(word, sealed) else {
                Issue.record("\(word) took it")
                continue
            }
        }
    }

    @Test func `what moves something is refused without a seal and counted, what does not is open`() throws {
        let executor = gate()
        let moving: Set<MessageKind> = [.riskCheck, .submit, .cancel, .resume]
        for kind in MessageKind.allCases {
            let admission = executor.admit(kind, try cancel)
            #expect((admission == .open(try cancel)) == !moving.contains(kind), "\(kind)")
        }
        #expect(executor.forgeries.unsealed == 4 && executor.forgeries.total == 4)
        for payload in [[], [0xC1], [0x80], [UInt8](repeating: 0xFF, count: 200)] as [[UInt8]] {
            guard case .refused = executor.admit(.submit, payload) else {
                Issue.record("\(payload) was taken")
                continue
            }
        }
    }

    /// The seal that docs/examples/seal.py makes of the same.
    @Test func `the bytes of a seal are those that any HMAC gives`() {
        let payload: [UInt8] = [0x81, 0xA2, 0x62, 0x79, 0xA2, 0x6D, 0x65]  // {"by": "me"}
        let sealed = gate("strata").seal(.resume, payload, to: "executor.0")
        #expect(String(decoding: sealed.suffix(32), as: UTF8.self) == "729a8b5e83302388ab642afb00d20cc3")
        #expect(sealed.prefix(8) == [0x82] + payload.dropFirst() + [0xA4])
    }

    // MARK: - Resumes

    private func resume(_ seconds: Int64) -> Message {
        var command = HaltCommand()
        (command.by, command.asked) = ("person", Self.start + .seconds(seconds))
        return .resume(command)
    }

    @Test func `a resume counts once, and never one from before a halt, the start, or from the future`() {
        let executor = gate()
        let now = Self.start + .seconds(20)
        #expect(executor.refusal(of: resume(15), at: now) == nil)
        executor.pass(resume(15), at: now)
        #expect(executor.refusal(of: resume(15), at: now)?.code == .replayed)
        #expect(executor.refusal(of: resume(14), at: now)?.code == .replayed)
        executor.pass(.halt(HaltCommand()), at: now)
        #expect(executor.refusal(of: resume(19), at: now)?.code == .replayed)
        #expect(executor.refusal(of: resume(21), at: now + .seconds(1)) == nil)
        #expect(executor.refusal(of: resume(21), at: now + .seconds(12))?.code == .expired)
        #expect(executor.refusal(of: resume(60), at: now)?.code == .replayed)
        #expect(gate().refusal(of: resume(-1), at: now)?.code == .replayed)
        #expect(executor.forgeries.replayed == 4)
        #expect(executor.refusal(of: .resume(HaltCommand()), at: now)?.code == .replayed)
    }
}
