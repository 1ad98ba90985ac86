import Exchanges
import Glibc
import Network
import Testing

extension NetworkTests {
    /// A server that clients of bad manners can neither hold up nor bring down.
    @Suite struct HostileClientTests {
        private func hurried() -> ServerOptions {
            var options = ServerOptions()
            options.requestMilliseconds = 200
            return options
        }

        /// After all of it a good client is served.
        private func check(_ wire: Wire) throws {
            let id = ExchangeRequestID(99)
            wire.tell(.request(id, HTTPRequest(.get, "/good"), base: wire.base, timeoutMilliseconds: 5000))
            try wire.run { wire.client.core.answer(to: id) != nil || wire.client.core.failure(of: id) != nil }
            #expect(wire.client.core.answer(to: id)?.status == 200)
        }

        @Test func `who says nothing, half a head or half a body is sent away`() throws {
            let wire = try Wire(hurried())
            let words = [
                "", "GET / HTTP/1.1\r\nHost: a\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc",
            ]
            let peers = try words.map { words in
                let peer = try RawPeer(port: wire.server.port)
                peer.say(words)
                _ = wire.reactor.watch(descriptor: peer.descriptor)
                return peer
            }
            try wire.run {
                for peer in peers { peer.listen() }
                return peers.allSatisfy(\.isAtEnd)
            }
            #expect(wire.server.core.heard.isEmpty)
            try check(wire)
        }

        @Test(arguments: [
            "\u{1}\u{2}\u{3}\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /" + String(repeating: "a", count: 40_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /?" + String(repeating: "a=b&", count: 2000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
        ])
        func `what is no request of ours is refused`(words: String) throws {
            let wire = try Wire(hurried())
            let peer = try RawPeer(port: wire.server.port)
            peer.say(words)
            _ = wire.reactor.watch(descriptor: peer.descriptor)
            try wire.run {
                peer.listen()
                return peer.isAtEnd
            }
            #expect(!peer.listen().contains(" 200 "))
            #expect(wire.server.core.heard.isEmpty)
            try check(wire)
        }

        @Test func `requests that come at once are answered one after the other`() throws {
            let wire = try Wire()
            let peer = try RawPeer(port: wire.server.port)
            _ = wire.reactor.watch(descriptor: peer.descriptor)
            peer.say((1...20).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            try wire.run { peer.listen().contains("/20\r\n") || peer.isAtEnd }
            let targets = wire.server.core.heard.compactMap {
                if case .requested(_, let content) = $0 { content.target } else { nil }
            }
            #expect(targets == (1...20).map { "/\($0)" })
        }

        @Test func `a frame that breaks the rules ends its connection alone`() throws {
            let head =
                "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            let frames: [[UInt8]] = [
                // Reserved bits, an unknown kind, a long ping, 2^63 bytes, a continuation of nothing.
                [0xF1, 0x81, 0, 0, 0, 0, 65], [0x83, 0x81, 0, 0, 0, 0, 65],
                [0x89, 0xFE, 1, 0, 0, 0, 0, 0], [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                [0x80, 0x81, 0, 0, 0, 0, 65],
            ]
            let wire = try Wire(hurried())
            try wire.open(7)
            for frame in frames {
                let peer = try RawPeer(port: wire.server.port)
                _ = wire.reactor.watch(descriptor: peer.descriptor)
                peer.say(head)
                try wire.run { peer.listen().contains("\r\n\r\n") }
                let count = peer.heard.count
                _ = frame.withUnsafeBytes {
                    send(peer.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                // It is gone, or was told to close, which it doesn't.
                try wire.run {
                    peer.listen()
                    return peer.isAtEnd || peer.heard.dropFirst(count).first == 0x88
                }
            }
            try wire.run { wire.server.socketCount == 1 }
            wire.tell(.send(ConnectionID(7), "still"))
            try wire.run { wire.client.core.heard.contains(.received(ConnectionID(7), "still")) }
        }

        @Test func `more connections than may be are turned away`() throws {
            var options = ServerOptions()
            options.mostConnections = 3
            let wire = try Wire(options)
            let peers = try (0..<5).map { _ in try RawPeer(port: wire.server.port) }
            for peer in peers { _ = wire.reactor.watch(descriptor: peer.descriptor) }
            try wire.run {
                for peer in peers { peer.listen() }
                return peers.filter(\.isAtEnd).count >= 2
            }
            #expect(peers.filter { !$0.isAtEnd }.count == 3)
        }
    }
}
