import Exchanges
import Market
import TestSupport
import Testing

@testable import Network

extension NetworkTests {
    /// The budget that all processes of a machine share, where requests leave.
    @Suite struct GateTests {
        private let folder = TemporaryFolder()
        private let time = Timestamp(milliseconds: 1_746_700_020_000)

        private func wire() throws -> Wire {
            try Wire(gate: { try RequestGate($0, .um, account: "a1", in: "\(folder.path)/budget") })
        }

        private func cost(
            _ weight: Int, _ urgency: RequestUrgency = .history, orders: Int = 0, after seconds: Int64 = 0
        ) -> RequestCost {
            var cost = RequestCost(.um, weight: weight, of: 100, urgency, at: time + .seconds(seconds))
            cost.orders = orders
            return cost
        }

        private func ask(_ wire: Wire, _ number: UInt64, _ cost: RequestCost?, to base: String? = nil) throws {
            var request = HTTPRequest(.get, "/\(number)")
            request.cost = cost
            let id = ExchangeRequestID(number)
            wire.tell(.request(id, request, base: base ?? wire.base, timeoutMilliseconds: 30_000))
            try wire.run { wire.client.core.answer(to: id) != nil || wire.client.core.failure(of: id) != nil }
        }

        private func failure(_ wire: Wire, _ number: UInt64) -> ConnectionEnd? {
            wire.client.core.failure(of: ExchangeRequestID(number))
        }

        @Test func `one machine by two names has one budget`() throws {
            let gates = try ["http://localhost:8180", "http://127.0.0.1:8180", "http://127.0.0.1:8181"].map {
                try RequestGate($0, .um, in: "\(folder.path)/budget")
            }
            #expect(gates[0].admit(cost(10), to: "http://localhost:8180") == nil)
            #expect(gates.map { $0.weight?.used } == [10, 10, 0])
        }

        @Test func `what the machine has used up never leaves, and says for how long; an exit has a fifth more`() throws {
            let wire = try wire()
            try ask(wire, 1, cost(80))
            try ask(wire, 2, cost(1, after: 20))
            #expect(failure(wire, 2) == .overBudget(nanoseconds: 40_000_000_000))
            try ask(wire, 3, cost(20, .exit))
            try ask(wire, 4, cost(1, .exit))
            #expect(failure(wire, 3) == nil && failure(wire, 4) != nil)
            try ask(wire, 5, nil)
            try ask(wire, 6, cost(80, after: 60))
            #expect(failure(wire, 5) == nil && failure(wire, 6) == nil)
            #expect(wire.server.core.heard.count == 4)
        }

        @Test func `where the exchange wants no more orders the machine's other requests go on`() throws {
            let gate = try RequestGate("http://127.0.0.1:1", .um, account: "a1", in: "\(folder.path)/budget")
            let body = Array(#"{"code":-1015,"msg":"Too many new orders"}"#.utf8)
            let answer = HTTPResponse(status: 429, headers: [HTTPHeader("Retry-After", "30")], body: body)
            gate.learn(from: answer, to: cost(1, .entry, orders: 1), at: time)
            #expect(gate.admit(cost(1, after: 1), to: "http://127.0.0.1:1") == nil)
            let order = gate.admit(cost(1, .exit, orders: 1, after: 1), to: "http://127.0.0.1:1")
            #expect(order == .overBudget(nanoseconds: 29_000_000_000))
        }

        @Test func `another exchange's requests are not counted`() throws {
            let (wire, other) = (try wire(), try wire())
            try ask(wire, 1, cost(100))
            try ask(other, 1, cost(80))
            #expect(failure(other, 1) == nil)
        }

        @Test func `the exchange's own count, and its wish to be left in peace, hold for all`() throws {
            let wire = try wire()
            wire.server.update {
                $0.answers = { request in
                    request.target == "/1"
                        ? HTTPResponse(status: 200, headers: [HTTPHeader("X-MBX-USED-WEIGHT-1M", "77")], body: [])
                        : HTTPResponse(status: 418, headers: [HTTPHeader("Retry-After", "300")], body: [])
                }
            }
            try ask(wire, 1, cost(1))
            try ask(wire, 2, cost(4))
            #expect(failure(wire, 2) == .overBudget(nanoseconds: 60_000_000_000))
            try ask(wire, 3, cost(3))
            try ask(wire, 4, cost(1, .exit, after: 90))
            guard case .overBudget(let wait)? = failure(wire, 4) else { Issue.record("it went"); return }
            #expect((205_000_000_000...270_000_000_000).contains(wait), "\(wait)")
        }

        @Test func `orders are counted for the account`() throws {
            let wire = try wire()
            try ask(wire, 1, cost(0, .entry, orders: 240))
            try ask(wire, 2, cost(0, .entry, orders: 1))
            #expect(failure(wire, 2) == .overBudget(nanoseconds: 10_000_000_000))
            try ask(wire, 3, cost(0, .exit, orders: 60))
            #expect(failure(wire, 3) == nil)
            try ask(wire, 4, cost(0, .query))
            #expect(failure(wire, 4) == nil)
        }
    }
}
