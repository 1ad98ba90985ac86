import Bus
import Exchanges
import Network
import Testing

extension NetworkTests {
    /// What is signed at the edge, and what is sent once.
    @Suite struct SignerTests {
        /// Signs for one address alone, in a way that a test can see.
        private final class StampSigner: RequestSigner {
            var host = ""
            func signed(_ request: HTTPRequest, to base: String) -> HTTPRequest? {
                guard base.hasSuffix(host) else { return nil }
                var request = request
                request.headers.append(HTTPHeader("X-MBX-APIKEY", "k1"))
                if request.security == .signed { request.target += "&signature=s1" }
                return request
            }

            func signed(_ message: SignedMessage, to base: String) -> String? {
                base.hasSuffix(host) ? "\(message.id) \(message.method) signed" : nil
            }
        }

        private func request(_ target: String, _ security: RequestSecurity) -> HTTPRequest {
            var request = HTTPRequest(.get, target)
            request.security = security
            return request
        }

        private func ask(_ wire: Wire, _ number: UInt64, _ content: HTTPRequest) {
            wire.tell(.request(ExchangeRequestID(number), content, base: wire.base, timeoutMilliseconds: 30_000))
        }

        @Test func `the shell adds a key or a signature where the core says that it is needed`() throws {
            let wire = try Wire(signer: StampSigner())
            ask(wire, 1, request("/open?a=1", .open))
            ask(wire, 2, request("/keyed?a=1", .keyed))
            ask(wire, 3, request("/signed?a=1", .signed))
            try wire.run { (1...3).allSatisfy { wire.client.core.answer(to: ExchangeRequestID($0)) != nil } }
            let heard = wire.server.core.heard.compactMap {
                if case .requested(_, let content) = $0 { content } else { nil }
            }
            #expect(heard.first { $0.target == "/open?a=1" }.map { $0.header("x-mbx-apikey") == nil } == true)
            #expect(heard.first { $0.target == "/keyed?a=1" }?.header("x-mbx-apikey") == "k1")
            #expect(heard.first { $0.target == "/signed?a=1&signature=s1" }?.header("x-mbx-apikey") == "k1")
        }

        @Test func `what no key is there for never leaves, and the core knows that it didn't`() throws {
            for signer in [nil, StampSigner()] {
                signer?.host = "api.binance.com"
                let wire = try Wire(signer: signer)
                ask(wire, 1, request("/signed?a=1", .signed))
                try wire.run { wire.client.core.failure(of: ExchangeRequestID(1)) != nil }
                guard case .unsent = wire.client.core.failure(of: ExchangeRequestID(1)) else {
                    Issue.record("\(wire.client.core.heard)")
                    continue
                }
                #expect(wire.server.core.heard.isEmpty)
            }
        }

        @Test func `a message on a WebSocket is signed as it leaves, or its connection is closed`() throws {
            let signer = StampSigner()
            let wire = try Wire(signer: signer)
            let id = ConnectionID(1)
            try wire.open(1)
            wire.tell(.sendSigned(id, SignedMessage(id: 7, method: "subscribe", [])))
            try wire.run { wire.client.core.heard.contains(.received(id, "7 subscribe signed")) }
            signer.host = "api.binance.com"
            wire.tell(.sendSigned(id, SignedMessage(id: 8, method: "subscribe", [])))
            try wire.run { wire.client.core.end(of: id) != nil }
            #expect(!wire.server.core.heard.contains { if case .received(_, let text) = $0 { text.hasPrefix("8") } else { false } })
        }

        /// curl would send a request again by itself where a connection that it used before ends in silence: an
        /// order that was carried out by then would be doubled.
        @Test(arguments: [HTTPMethod.post, .put, .delete, .get])
        func `a request that changes something is sent once, whatever becomes of its connection`(_ method: HTTPMethod) throws {
            let wire = try Wire()
            let server = try RawServer()
            let base = "http://127.0.0.1:\(server.port)"
            for (number, content): (UInt64, HTTPRequest) in [
                (1, HTTPRequest(.get, "/first")), (2, HTTPRequest(method, "/order?quantity=1")),
            ] {
                let id = ExchangeRequestID(number)
                wire.tell(.request(id, content, base: base, timeoutMilliseconds: 30_000))
                let deadline = MonotonicClock.deadline(milliseconds: Wire.patience)
                while wire.client.core.answer(to: id) == nil, wire.client.core.failure(of: id) == nil {
                    try wire.turn(until: min(deadline, MonotonicClock.now() + 5_000_000))
                    server.turn()
                    try #require(MonotonicClock.now() < deadline)
                }
            }
            let sent = server.heard.dropFirst()
            guard method != .get else {
                #expect(sent.count == 2 && wire.client.core.answer(to: ExchangeRequestID(2)) != nil)
                return
            }
            #expect(sent.count == 1, "it was sent \(sent.count) times")
            guard case .lost = wire.client.core.failure(of: ExchangeRequestID(2)) else {
                Issue.record("\(wire.client.core.heard)")
                return
            }
        }
    }
}
