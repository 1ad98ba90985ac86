import Exchanges
import Network
import Testing

extension NetworkTests {
    @Suite struct SocketTests {
        private let one = ConnectionID(1)

        @Test func `a message goes there and back, and a wanted close is told as one`() throws {
            let wire = try Wire()
            try wire.open(1, "/stream?streams=btcusdt@trade/ethusdt@kline_1m")
            #expect(
                wire.server.core.heard.contains(
                    .opened(ConnectionID(1), target: "/stream?streams=btcusdt@trade/ethusdt@kline_1m")))
            wire.tell(.send(one, #"{"a":"ñ"}"#))
            try wire.run { wire.client.core.heard.contains(.received(one, #"{"a":"ñ"}"#)) }
            wire.tell(.close(one))
            try wire.run { wire.client.core.end(of: one) != nil && wire.server.socketCount == 0 }
            #expect(wire.client.core.end(of: one) == .wanted)
            #expect(wire.server.core.heard.last == .closed(ConnectionID(1)))
        }

        @Test func `to who packs nothing what waits is written at once, although others may pack`() throws {
            let wire = try Wire()
            let served = try wire.open()
            let last = 5000
            for number in 1...last { wire.serve(.send(served, Array("\(number)".utf8))) }
            var turns = 0
            try wire.run {
                turns += 1
                return wire.client.core.heard.last == .received(one, "\(last)")
            }
            #expect(turns < last / 50, "\(turns) turns")
        }

        @Test func `a ping's payload comes back, to either side`() throws {
            let wire = try Wire()
            let served = try wire.open()
            for payload: UInt64 in [0x0102_0304_0506_0708, 9] {
                wire.tell(.ping(one, payload: payload))
                wire.serve(.ping(served, payload: payload + 1))
                try wire.run {
                    wire.client.core.heard.contains(.ponged(one, payload))
                        && wire.server.core.heard.contains(.ponged(served, payload + 1))
                }
            }
        }

        @Test(arguments: [1000, 70_000, 1_000_000], [false, true])
        func `long messages come whole`(length: Int, deflates: Bool) throws {
            var options = ClientOptions()
            options.deflates = deflates
            let wire = try Wire(ServerOptions(), options)
            try wire.open()
            let text = String((0..<length).map { Character(UnicodeScalar(UInt8(97 + $0 * 7 % 23))) })
            wire.tell(.send(one, text), .send(one, "after"))
            try wire.run { wire.client.core.heard.contains(.received(one, "after")) }
            let isWhole = wire.client.core.heard.contains(.received(one, text))
            #expect(isWhole)
        }

        @Test func `a message beyond the bound ends the connection, packed or not`() throws {
            for deflates in [false, true] {
                var options = ClientOptions()
                options.deflates = deflates
                options.longestMessage = 100_000
                let wire = try Wire(ServerOptions(), options)
                let served = try wire.open()
                wire.serve(.send(served, [UInt8](repeating: 97, count: 100_001)))
                try wire.run { wire.client.core.end(of: one) != nil && wire.server.socketCount == 0 }
                #expect(wire.client.core.end(of: one) == .tooLong(limit: 100_000))
            }
        }

        @Test func `a client that sends too much is told so with its code`() throws {
            let options = {
                var options = ServerOptions()
                options.longestMessage = 1000
                return options
            }()
            let wire = try Wire(options)
            try wire.open()
            wire.tell(.send(one, String(repeating: "x", count: 1001)))
            try wire.run { wire.client.core.end(of: one) != nil }
            #expect(wire.client.core.end(of: one) == .closed(code: 1009, reason: ""))
        }

        @Test func `the server's close comes with code and reason`() throws {
            let wire = try Wire()
            let served = try wire.open()
            wire.serve(.close(served, code: 1008, reason: "too many requests"))
            try wire.run { wire.client.core.end(of: one) != nil && wire.server.socketCount == 0 }
            #expect(wire.client.core.end(of: one) == .closed(code: 1008, reason: "too many requests"))
        }

        @Test func `a cut is told to both, and what comes after finds nobody`() throws {
            let wire = try Wire()
            let served = try wire.open()
            wire.serve(.cut(served), .send(served, [1]), .cut(served))
            try wire.run { wire.client.core.end(of: one) != nil && wire.server.socketCount == 0 }
            guard case .lost = wire.client.core.end(of: one) else {
                Issue.record("\(wire.client.core.heard)")
                return
            }
            wire.tell(.send(one, "?"), .ping(one, payload: 1), .close(one))
            try wire.open(2)
            #expect(wire.client.core.heard.filter { if case .closed = $0 { true } else { false } }.count == 1)
        }

        @Test func `a silenced connection answers nothing, no ping either, and stays`() throws {
            let wire = try Wire()
            let served = try wire.open()
            wire.serve(.silence(served))
            wire.tell(.ping(one, payload: 1), .send(one, "?"))
            // Another connection's way to and fro shows that there was time for an answer.
            try wire.open(2)
            wire.tell(.send(ConnectionID(2), "!"))
            try wire.run { wire.client.core.heard.contains(.received(ConnectionID(2), "!")) }
            #expect(!wire.client.core.heard.contains(.ponged(one, 1)))
            #expect(wire.client.core.end(of: one) == nil)
            #expect(wire.server.socketCount == 2)
            wire.serve(.cut(served))
            try wire.run { wire.client.core.end(of: one) != nil }
        }

        @Test func `a path that the core refuses is 404, and nothing listening is a loss`() throws {
            let wire = try Wire()
            wire.tell(
                .open(one, url: wire.url("/nothing")), .open(ConnectionID(2), url: "ws://127.0.0.1:1/ws"))
            try wire.run {
                wire.client.core.end(of: one) != nil && wire.client.core.end(of: ConnectionID(2)) != nil
            }
            #expect(wire.client.core.end(of: one) == .refused(status: 404))
            guard case .lost = wire.client.core.end(of: ConnectionID(2)) else {
                Issue.record("\(wire.client.core.heard)")
                return
            }
            #expect(wire.server.socketCount == 0)
        }

        @Test func `an address that is none is told as the connection's end`() throws {
            let wire = try Wire()
            for (number, url) in [
                "http://127.0.0.1:1/", "ws://", "ws://a b/", "wss://u:p@host/", "ws://host:0/",
            ]
            .enumerated() {
                wire.tell(.open(ConnectionID(UInt64(number + 1)), url: url))
            }
            try wire.run { wire.client.core.heard.count == 5 }
            #expect(
                wire.client.core.heard.allSatisfy { if case .closed(_, .lost) = $0 { true } else { false } })
            #expect(!"\(wire.client.core.heard)".contains("u:p"))
        }

        @Test func `a client that takes nothing is cut where too much waits for it`() throws {
            var options = ServerOptions()
            options.longestQueue = 100_000
            let wire = try Wire(options)
            let served = try wire.open()
            // The client's side is not turned: it reads nothing, and the kernel's buffers fill.
            var sent = 0
            while wire.server.socketCount == 1, sent < 10_000 {
                wire.serve(.send(served, [UInt8](repeating: 98, count: 60_000)))
                wire.server.turn()
                sent += 1
            }
            #expect(wire.server.core.heard.last == .closed(served))
            try wire.run { wire.client.core.end(of: one) != nil }
        }
    }
}
