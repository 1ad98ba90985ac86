import Bus
import Exchanges
import Network
import Testing

extension NetworkTests {
    /// Shells whose owner lets go of them while sockets are open.
    @Suite struct LetGoTests {
        /// A server and a client that each can be let go.
        private final class Stand {
            let reactor: Reactor
            var server: ServerShell<ScriptedServer>?
            var client: ClientShell<ScriptedClient>?
            let place: String

            init() throws {
                var silent = ScriptedServer()
                silent.answers = { _ in nil }
                reactor = try Reactor(signals: nil)
                let server = try ServerShell(silent, ServerOptions())
                let client = try ClientShell(ScriptedClient(), ClientOptions())
                for descriptor in [server.descriptor, client.descriptor] { _ = reactor.watch(descriptor: descriptor) }
                place = "127.0.0.1:\(server.port)"
                (self.server, self.client) = (server, client)
            }

            /// A socket that is open, and a request that nobody answers.
            func begin() throws {
                client?.update { [place] in
                    $0.commands += [
                        .open(ConnectionID(1), url: "ws://\(place)/ws"),
                        .request(
                            ExchangeRequestID(1), HTTPRequest(.get, "/never"), base: "http://\(place)",
                            timeoutMilliseconds: 60_000),
                    ]
                }
                try run {
                    client?.core.heard.contains(.opened(ConnectionID(1))) ?? false
                        && server?.core.heard.contains { if case .requested = $0 { true } else { false } } ?? false
                }
            }

            func run(_ location: SourceLocation = #_sourceLocation, until holds: () -> Bool) throws {
                let deadline = MonotonicClock.deadline(milliseconds: Wire.patience)
                while !holds() {
                    try #require(MonotonicClock.now() < deadline, sourceLocation: location)
                    reactor.wake(at: MonotonicClock.now() + 1_000_000)
                    _ = try reactor.wait()
                    server?.turn()
                    client?.turn()
                }
            }
        }

        @Test func `a client is let go with a socket open and a request under way`() throws {
            let stand = try Stand()
            try stand.begin()
            stand.client = nil
            try stand.run { stand.server?.core.heard.contains(.closed(ConnectionID(1))) ?? false }
        }

        @Test func `a server is let go with a socket open and an answer owed`() throws {
            let stand = try Stand()
            try stand.begin()
            stand.server = nil
            try stand.run {
                stand.client?.core.end(of: ConnectionID(1)) != nil
                    && stand.client?.core.failure(of: ExchangeRequestID(1)) != nil
            }
        }
    }
}
