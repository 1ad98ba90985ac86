import Bus
import Exchanges
import Testing

@testable import Network

extension NetworkTests {
    /// A client that no server can hold up, or make believe what was not said.
    @Suite struct HostileServerTests {
        private let one = ConnectionID(1)

        /// A client at this server, turned until `condition` holds.
        private func play(
            _ server: RawExchange, _ options: ClientOptions = ClientOptions(), _ commands: [ClientCommand] = [],
            _ location: SourceLocation = #_sourceLocation, until condition: (ScriptedClient) -> Bool
        ) throws -> ScriptedClient {
            let reactor = try Reactor(signals: nil)
            let client = try ClientShell(ScriptedClient(), options)
            defer { client.close() }
            _ = reactor.watch(descriptor: client.descriptor)
            client.update { $0.commands = [.open(one, url: "ws://127.0.0.1:\(server.port)/ws?a=b")] + commands }
            let deadline = MonotonicClock.deadline(milliseconds: Wire.patience)
            while !condition(client.core) {
                try #require(MonotonicClock.now() < deadline, "\(client.core.heard)", sourceLocation: location)
                reactor.wake(at: min(MonotonicClock.now() + 1_000_000, client.wakesAt))
                _ = try reactor.wait()
                server.turn()
                client.turn()
            }
            return client.core
        }

        private func texts(_ core: ScriptedClient) -> [String] {
            core.heard.compactMap { if case .received(_, let text) = $0 { text } else { nil } }
        }

        private func end(_ core: ScriptedClient) -> String { core.end(of: one).map { "\($0)" } ?? "none" }

        @Test func `the request says what it must, each time with another key`() throws {
            var keys: Set<String> = []
            for _ in 0..<3 {
                let server = try RawExchange(saying: [0x81, 2, 0x68, 0x69])
                _ = try play(server) { texts($0) == ["hi"] }
                #expect(server.request.hasPrefix("GET /ws?a=b HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"))
                let lines = server.request.split(separator: "\r\n")
                for line in ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"] {
                    #expect(lines.contains { $0 == line })
                }
                #expect(!server.request.contains("Extensions"))
                keys.formUnion(lines.filter { $0.hasPrefix("Sec-WebSocket-Key: ") }.map(String.init))
            }
            #expect(keys.count == 3)
        }

        @Test func `the proof of RFC 6455's example is known`() {
            #expect(Upgrade.proof("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        }

        @Test(arguments: [
            ("nonsense\r\n\r\n", "the peer speaks no HTTP"),
            ("HTTP/1.1 1010 x\r\n\r\n", "the peer speaks no HTTP"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "refused with status 200"),
            ("HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/\r\n\r\n", "refused with status 302"),
            ("HTTP/1.1 101 x\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: KEY\r\n\r\n", "no Upgrade"),
            ("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: KEY\r\n\r\n", "no Connection: Upgrade"),
            ("\(RawExchange.begun)\r\n", "another Sec-WebSocket-Accept"),
            ("\(RawExchange.begun)Sec-WebSocket-Accept: KEy\r\n\r\n", "another Sec-WebSocket-Accept"),
            ("\(RawExchange.begun)Sec-WebSocket-Accept: KEY\r\nodd\r\n\r\n", "a line without a name"),
            (
                "\(RawExchange.begun)Sec-WebSocket-Accept: KEY\r\nSec-WebSocket-Protocol: x\r\n\r\n",
                "a protocol of its own"
            ),
            (
                "\(RawExchange.begun)Sec-WebSocket-Accept: KEY\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
                "the extension 'permessage-deflate', which was not offered"
            ),
            ("HTTP/1.1 101 x\r\nA: " + String(repeating: "a", count: 20_000), "the peer's answer has no end"),
        ])
        func `an answer that is none ends the connection`(answer: String, why: String) throws {
            let server = try RawExchange { key in
                Array(answer.replacing("KEY", with: Upgrade.proof(key)).utf8)
            }
            let core = try play(server) { $0.end(of: one) != nil }
            #expect(end(core).hasSuffix(why), "\(end(core))")
            #expect(!core.heard.contains(.opened(one)))
        }

        @Test func `an answer that never comes ends in time, and so does half of one`() throws {
            var options = ClientOptions()
            options.connectMilliseconds = 100
            for words in ["", "HTTP/1.1 101 Switching"] {
                let core = try play(try RawExchange { _ in Array(words.utf8) }, options) { $0.end(of: one) != nil }
                #expect(core.end(of: one) == .timedOut)
            }
        }

        @Test(arguments: [
            ([0x81, 0x81, 0, 0, 0, 0, 65], "masked"), ([0xC1, 1, 65], "a reserved bit"),
            ([0x83, 1, 65], "a fragment out of place"), ([0x80, 1, 65], "a fragment out of place"),
            ([0x01, 1, 65, 0x81, 1, 66], "a fragment out of place"), ([0x8B, 0], "a control frame of no kind"),
            ([0xC9, 0], "a control frame of no kind"), ([0x89, 0x7E, 0, 126], "a frame of no kind"),
            ([0x09, 0], "a frame of no kind"), ([0x81, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0], "a frame of no kind"),
            ([0x81, 2, 0xC3, 0x28], "no UTF-8"), ([0x01, 1, 0xC3, 0x80, 1, 0x28], "no UTF-8"),
            ([0x82, 1, 65], "a binary message, where text is spoken"),
            ([0x81, 0x7F, 0, 0, 1, 0, 0, 0, 0, 0], "more than 16777216 bytes"),
        ] as [([UInt8], String)])
        func `a frame that breaks the rules ends the connection, and the peer is told`(
            frame: [UInt8], why: String
        ) throws {
            let server = try RawExchange(saying: [0x81, 2, 0x68, 0x69] + frame + [0x81, 1, 33])
            let core = try play(server) { $0.end(of: one) != nil && server.closedCount == 1 }
            #expect(end(core).contains(why), "\(end(core))")
            #expect(texts(core) == ["hi"])
            #expect(server.frames.map(\.kind) == [0x88])
            #expect(server.frames.first?.payload == (why.hasPrefix("more") ? [3, 0xF1] : [3, 0xEA]))
        }

        @Test func `control frames between fragments are answered, and the message comes whole`() throws {
            let server = try RawExchange(saying: [
                0x01, 2, 0xC3, 0xB1, 0x89, 3, 1, 2, 3, 0x00, 1, 0xC3, 0x8A, 0, 0x80, 1, 0xB1, 0x81, 0,
            ])
            let core = try play(server) { texts($0).count == 2 && server.frames.count == 1 }
            #expect(texts(core) == ["ññ", ""])
            #expect(server.frames.map(\.kind) == [0x8A] && server.frames.first?.payload == [1, 2, 3])
        }

        @Test func `a close is answered with its code, and told with code and reason`() throws {
            for (frame, code, echo) in [
                ([0x88, 4, 0x0F, 0xA1, 0x6E, 0x6F], ConnectionEnd.closed(code: 4001, reason: "no"), [0x0F, 0xA1]),
                ([0x88, 0], .closed(code: 1005, reason: ""), [3, 0xE8]),
            ] as [([UInt8], ConnectionEnd, [UInt8])] {
                let server = try RawExchange(saying: frame + [0x81, 1, 33])
                let core = try play(server) { $0.end(of: one) != nil && server.closedCount == 1 }
                #expect(core.end(of: one) == code)
                #expect(texts(core).isEmpty)
                #expect(server.frames.map(\.kind) == [0x88] && server.frames.first?.payload == echo)
            }
        }

        @Test func `what is packed is unpacked, with what came before, and never beyond the bound`() throws {
            // "Hello" twice, the second by what the first left (RFC 7692, 7.2.3.2).
            let hello: [UInt8] = [0xC1, 7, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
            let again: [UInt8] = [0xC1, 5, 0xF2, 0x00, 0x11, 0x00, 0x00]
            let accept = { (frames: [UInt8]) in
                try RawExchange { key in
                    Array(
                        ("\(RawExchange.begun)Sec-WebSocket-Accept: \(Upgrade.proof(key))\r\n"
                            + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12\r\n\r\n").utf8)
                        + frames
                }
            }
            var options = ClientOptions()
            options.deflates = true
            let plain: [UInt8] = [0x81, 1, 33]
            let whole = try play(try accept(hello + again + plain), options) { texts($0).count == 3 }
            #expect(texts(whole) == ["Hello", "Hello", "!"])
            let broken = try play(try accept([0xC1, 2, 0xFF, 0xFF]), options) { $0.end(of: one) != nil }
            #expect(end(broken) == "the peer sent a packed message that can't be unpacked")
            options.longestMessage = 4
            let long = try play(try accept(hello), options) { $0.end(of: one) != nil }
            #expect(long.end(of: one) == .tooLong(limit: 4))
        }
    }
}
