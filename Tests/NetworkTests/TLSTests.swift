import Exchanges
import Network
import Testing

extension NetworkTests {
    @Suite struct TLSTests {
        private let one = ConnectionID(1)
        private let request = ExchangeRequestID(1)

        private func wire(_ certificates: Certificates, trusts: Bool, deflates: Bool = false) throws -> Wire {
            var server = ServerOptions()
            server.certificates = certificates.folder.path
            var client = ClientOptions()
            client.trustedCertificates = trusts ? certificates.authority : nil
            client.deflates = deflates
            return try Wire(server, client)
        }

        @Test(arguments: [false, true])
        func `messages, pings and requests go over TLS`(deflates: Bool) throws {
            let certificates = try Certificates()
            let wire = try wire(certificates, trusts: true, deflates: deflates)
            let long = String(repeating: "0123456789", count: 50_000)
            wire.tell(
                .open(one, url: wire.url("/ws", scheme: "wss", host: "localhost")), .send(one, "early"),
                .send(one, long), .ping(one, payload: 5),
                .request(
                    request, HTTPRequest(.get, "/x"), base: wire.url("", scheme: "https", host: "localhost"),
                    timeoutMilliseconds: 5000))
            try wire.run {
                let heard = wire.client.core.heard
                return heard.contains(.ponged(one, 5)) && heard.contains(.received(one, long))
                    && wire.client.core.answer(to: request) != nil
            }
            #expect(wire.client.core.heard.contains(.received(one, "early")))
            #expect(wire.client.core.answer(to: request)?.header("x-target") == "/x")
        }

        @Test func `a certificate that nobody vouches for, or for another name, is untrusted`() throws {
            let certificates = try Certificates()
            for trusts in [false, true] {
                let wire = try wire(certificates, trusts: trusts)
                // The certificate is for "localhost", not for the address.
                let host = trusts ? "127.0.0.1" : "localhost"
                wire.tell(
                    .open(one, url: wire.url("/ws", scheme: "wss", host: host)),
                    .request(
                        request, HTTPRequest(.get, "/x"), base: wire.url("", scheme: "https", host: host),
                        timeoutMilliseconds: 5000))
                try wire.run {
                    wire.client.core.end(of: one) != nil && wire.client.core.failure(of: request) != nil
                }
                for end in [wire.client.core.end(of: one), wire.client.core.failure(of: request)] {
                    guard case .untrusted = end else {
                        Issue.record("\(trusts): \(wire.client.core.heard)")
                        continue
                    }
                }
                #expect(wire.server.core.heard.isEmpty)
            }
        }

        @Test func `TLS to a plain port, and plain words to TLS, come to an end`() throws {
            let certificates = try Certificates()
            let secret = try wire(certificates, trusts: true)
            let plain = try Wire(
                ServerOptions(),
                {
                    var options = ClientOptions()
                    options.trustedCertificates = certificates.authority
                    return options
                }())
            secret.tell(.open(one, url: secret.url("/ws", host: "localhost")))
            plain.tell(.open(one, url: plain.url("/ws", scheme: "wss", host: "localhost")))
            try secret.run { secret.client.core.end(of: one) != nil }
            try plain.run { plain.client.core.end(of: one) != nil }
            #expect(secret.server.core.heard.isEmpty && plain.server.core.heard.isEmpty)
        }

        @Test func `a folder without a certificate, and a list of trusted ones that is not there, are told`()
        {
            var server = ServerOptions()
            server.certificates = "/nowhere"
            #expect(throws: NetworkError.unreadable("/nowhere/cert.pem")) {
                try ServerShell(ScriptedServer(), server)
            }
            var client = ClientOptions()
            client.trustedCertificates = "/nowhere"
            #expect(throws: NetworkError.unreadable("/nowhere")) { try ClientShell(ScriptedClient(), client) }
        }
    }
}
