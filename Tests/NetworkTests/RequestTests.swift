import Exchanges
import Network
import Testing

extension NetworkTests {
    @Suite struct RequestTests {
        private func request(_ number: UInt64) -> ExchangeRequestID { ExchangeRequestID(number) }

        private func ask(_ wire: Wire, _ number: UInt64, _ content: HTTPRequest, milliseconds: Int = 30_000) {
            wire.tell(.request(request(number), content, base: wire.base, timeoutMilliseconds: milliseconds))
        }

        @Test func `every method, body and header arrives, and the answer comes back`() throws {
            let wire = try Wire()
            let body = [UInt8](#"{"symbol":"BTCUSDT"}"#.utf8)
            let key = HTTPHeader("X-MBX-APIKEY", "abc123")
            ask(wire, 1, HTTPRequest(.get, "/api/v3/depth?symbol=BTCUSDT&limit=1000", headers: [key]))
            ask(
                wire, 2,
                HTTPRequest(
                    .post, "/api/v3/order", headers: [key, HTTPHeader("Content-Type", "application/json")],
                    body: body))
            ask(wire, 3, HTTPRequest(.post, "/empty"))
            ask(wire, 4, HTTPRequest(.put, "/put", body: body))
            ask(wire, 5, HTTPRequest(.put, "/put"))
            ask(wire, 6, HTTPRequest(.delete, "/api/v3/order?orderId=1"))
            ask(wire, 7, HTTPRequest(.delete, "/api/v3/order", body: body))
            try wire.run { (1...7).allSatisfy { wire.client.core.answer(to: request($0)) != nil } }
            let heard = wire.server.core.heard.compactMap {
                if case .requested(_, let content) = $0 { content } else { nil }
            }
            #expect(heard.count == 7)
            let depth = heard.first { $0.target == "/api/v3/depth?symbol=BTCUSDT&limit=1000" }
            #expect(depth?.method == .get && depth?.header("x-mbx-apikey") == "abc123")
            let order = heard.first { $0.method == .post && $0.body == body }
            #expect(order?.header("content-type") == "application/json")
            #expect(order?.header("X-MBX-APIKEY") == "abc123")
            #expect(heard.contains { $0.method == .delete && $0.body == body })
            #expect(wire.client.core.answer(to: request(4))?.body == body)
            #expect(wire.client.core.answer(to: request(5))?.body == [])
            #expect(wire.client.core.answer(to: request(1))?.header("X-Target") == depth?.target)
        }

        @Test func `statuses and headers of the core come as they are, long bodies too`() throws {
            let wire = try Wire()
            let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            wire.server.update { core in
                core.answers = { request in
                    request.target == "/long"
                        ? HTTPResponse(status: 200, body: body)
                        : HTTPResponse(
                            status: 429,
                            headers: [
                                HTTPHeader("Retry-After", "7"), HTTPHeader("X-MBX-USED-WEIGHT-1M", "6001"),
                            ],
                            body: [UInt8](#"{"code":-1003}"#.utf8))
                }
            }
            ask(wire, 1, HTTPRequest(.get, "/long"))
            ask(wire, 2, HTTPRequest(.get, "/limited"))
            try wire.run { (1...2).allSatisfy { wire.client.core.answer(to: request($0)) != nil } }
            #expect(wire.client.core.answer(to: request(1))?.body == body)
            let limited = wire.client.core.answer(to: request(2))
            #expect(limited?.status == 429 && limited?.header("retry-after") == "7")
            #expect(limited?.header("x-mbx-used-weight-1m") == "6001")
        }

        @Test func `requests share connections, and a thousand of them are answered once each`() throws {
            let wire = try Wire()
            for number: UInt64 in 1...1000 { ask(wire, number, HTTPRequest(.get, "/n?i=\(number)")) }
            try wire.run { wire.client.core.heard.count == 1000 }
            for number: UInt64 in 1...1000 {
                #expect(wire.client.core.answer(to: request(number))?.header("x-target") == "/n?i=\(number)")
            }
        }

        @Test func `no answer in time, a dropped one, and nobody there are told apart`() throws {
            let wire = try Wire()
            wire.server.update { $0.answers = { _ in nil } }
            ask(wire, 1, HTTPRequest(.get, "/slow"), milliseconds: 50)
            wire.tell(
                .request(
                    request(2), HTTPRequest(.get, "/"), base: "http://127.0.0.1:1", timeoutMilliseconds: 1000)
            )
            ask(wire, 3, HTTPRequest(.get, "/dropped"))
            wire.tell(
                .request(request(4), HTTPRequest(.get, "/a b"), base: wire.base, timeoutMilliseconds: 1000))
            wire.tell(
                .request(
                    request(5), HTTPRequest(.get, "/", headers: [HTTPHeader("X", "a\r\nY: b")]),
                    base: wire.base,
                    timeoutMilliseconds: 1000))
            try wire.run {
                for case .requested(let id, let content) in wire.server.core.heard
                where content.target == "/dropped" {
                    wire.serve(.drop(id))
                }
                return (1...5).allSatisfy { wire.client.core.failure(of: request($0)) != nil }
            }
            #expect(wire.client.core.failure(of: request(1)) == .timedOut)
            guard case .lost = wire.client.core.failure(of: request(3)) else {
                Issue.record("\(wire.client.core.heard)")
                return
            }
            for number: UInt64 in [2, 4, 5] {
                guard case .unsent = wire.client.core.failure(of: request(number)) else {
                    Issue.record("\(number): \(wire.client.core.heard)")
                    continue
                }
            }
            // An answer that comes after all finds nobody.
            for case .requested(let id, _) in wire.server.core.heard {
                wire.serve(.answer(id, HTTPResponse(status: 200)))
            }
            wire.server.turn()
        }

        @Test func `a body beyond the bound is refused on either side`() throws {
            var server = ServerOptions()
            server.longestBody = 1000
            var client = ClientOptions()
            client.longestBody = 2000
            let wire = try Wire(server, client)
            ask(wire, 1, HTTPRequest(.post, "/", body: [UInt8](repeating: 1, count: 1001)))
            ask(wire, 2, HTTPRequest(.get, "/long"))
            wire.server.update {
                $0.answers = { _ in HTTPResponse(status: 200, body: [UInt8](repeating: 2, count: 2001)) }
            }
            try wire.run { wire.client.core.heard.count == 2 }
            #expect(wire.client.core.answer(to: request(1))?.status == 413)
            #expect(wire.client.core.failure(of: request(2)) == .tooLong(limit: 2000))
        }

        @Test func `what moves the simulator is for this machine alone`() throws {
            let wire = try Wire()
            let evil = HTTPHeader("Origin", "http://evil.example")
            ask(wire, 1, HTTPRequest(.post, "/sim/advance", body: [1]))
            ask(wire, 2, HTTPRequest(.post, "/sim/advance", headers: [evil], body: [1]))
            ask(
                wire, 3,
                HTTPRequest(.post, "/sim/advance", headers: [HTTPHeader("Host", "evil.example")], body: [1]))
            ask(wire, 4, HTTPRequest(.get, "/api/v3/ping", headers: [evil]))
            ask(wire, 5, HTTPRequest(.get, "/simple", headers: [evil]))
            ask(wire, 6, HTTPRequest(.get, "/sim", headers: [HTTPHeader("Origin", "http://localhost:8080")]))
            ask(wire, 7, HTTPRequest(.get, "//sim/../sim/x", headers: [evil]))
            for (number, header) in zip(8..., [
                HTTPHeader("Sec-Fetch-Site", "cross-site"), HTTPHeader("Sec-Fetch-Site", "none"),
                HTTPHeader("Host", "127.0.0.1:80, evil.example"), HTTPHeader("Host", "[::1]evil.example"),
                HTTPHeader("Host", "[::1]:80"), HTTPHeader("Origin", "http://localhost:80/evil"), HTTPHeader("Origin", "null"),
            ]) {
                ask(wire, UInt64(number), HTTPRequest(.get, "/sim", headers: [header]))
            }
            try wire.run { wire.client.core.heard.count == 14 }
            let statuses = (1...14).map { wire.client.core.answer(to: request($0))?.status }
            #expect(statuses == [200, 403, 403, 200, 200, 200, 403, 403, 200, 403, 403, 200, 403, 403])
        }

        @Test func `what was encoded in a target comes encoded`() throws {
            let wire = try Wire()
            ask(
                wire, 1,
                HTTPRequest(.get, "/api/v3/ticker?symbols=%5B%22BTCUSDT%22%2C%22A%26B%22%5D&x=%C3%B1&y=a%20b")
            )
            try wire.run { wire.client.core.heard.count == 1 }
            #expect(
                wire.client.core.answer(to: request(1))?.header("x-target")
                    == "/api/v3/ticker?symbols=%5B%22BTCUSDT%22,%22A%26B%22%5D&x=%C3%B1&y=a%20b")
        }
    }
}
