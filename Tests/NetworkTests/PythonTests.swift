import Bus
import Exchanges
import Foundation
import Network
import Testing

extension NetworkTests {
    /// Both shells against Python's `websockets`.
    @Suite(
        .enabled(if: PythonPeer.python != nil, "needs deploy/setup.sh --python, or STRATA_PYTHON")
    )
    struct PythonTests {
        private let one = ConnectionID(1)

        @Test(arguments: [false, true])
        func `our client against its server`(deflates: Bool) throws {
            let (process, input, output) = try PythonPeer.start(["serve"] + (deflates ? ["deflate"] : []))
            defer {
                try? input.fileHandleForWriting.close()
                process.waitUntilExit()
            }
            let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            let port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
            var options = ClientOptions()
            options.deflates = deflates
            options.longestQueue = 4 << 20
            let wire = try Wire(ServerOptions(), options)
            let long = "f" + String((0..<1_000_000).map { Character(UnicodeScalar(UInt8(97 + $0 * 7 % 23))) })
            let texts = ["{}", "fragments of a message", long, String(long.dropFirst())]
            wire.tell(.open(one, url: "ws://127.0.0.1:\(port)/"))
            for text in texts { wire.tell(.send(one, text)) }
            wire.tell(.ping(one, payload: 42))
            try wire.run {
                wire.client.core.heard.count >= texts.count + 2 || wire.client.core.end(of: one) != nil
            }
            let heard = wire.client.core.heard
            for text in texts {
                let isHeard = heard.contains(.received(one, text))
                #expect(isHeard, "\(text.count) characters")
            }
            #expect(heard.contains(.ponged(one, 42)))
            wire.tell(
                .send(one, "close"), .open(ConnectionID(2), url: "ws://127.0.0.1:\(port)/"),
                .send(ConnectionID(2), "abort"))
            try wire.run {
                wire.client.core.end(of: one) != nil && wire.client.core.end(of: ConnectionID(2)) != nil
            }
            #expect(wire.client.core.end(of: one) == .closed(code: 4001, reason: "as asked"))
            #expect(wire.client.core.end(of: ConnectionID(2)) == .lost("the connection was lost"))
        }

        @Test(arguments: [false, true])
        func `our server against its client`(deflates: Bool) throws {
            var options = ServerOptions()
            options.longestMessage = 1 << 24
            let wire = try Wire(options)
            let (process, _, output) = try PythonPeer.start(
                ["talk", wire.url("/ws")] + (deflates ? ["deflate"] : []))
            let slot = wire.reactor.watch(descriptor: output.fileHandleForReading.fileDescriptor)
            try wire.run { wire.reactor.isReady(slot) }
            let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(said == "ok\n")
            try wire.run { wire.server.socketCount == 0 }
        }
    }
}
