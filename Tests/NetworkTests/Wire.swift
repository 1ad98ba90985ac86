import Bus
import Exchanges
import Network
import Testing

/// A server and a client in one reactor of one thread.
final class Wire {
    /// No wait takes so long unless something is broken.
    static let patience: Int64 = 60_000
    let reactor: Reactor
    let server: ServerShell<ScriptedServer>
    let client: ClientShell<ScriptedClient>
    private let slots: [Reactor.Slot]

    init(
        _ serverOptions: ServerOptions = ServerOptions(), _ clientOptions: ClientOptions = ClientOptions(),
        signer: (any RequestSigner)? = nil, gate: (_ base: String) throws -> RequestGate? = { _ in nil }
    ) throws {
        reactor = try Reactor(signals: nil)
        server = try ServerShell(ScriptedServer(), serverOptions)
        client = try ClientShell(ScriptedClient(), clientOptions, signer: signer, gate: try gate("http://127.0.0.1:\(server.port)"))
        slots = [
            reactor.watch(descriptor: server.descriptor), reactor.watch(descriptor: client.descriptor),
        ]
    }

    deinit {
        client.close()
        server.close()
    }

    /// An address on the server.
    func url(_ target: String, scheme: String = "ws", host: String = "127.0.0.1") -> String {
        "\(scheme)://\(host):\(server.port)\(target)"
    }

    /// The server's base for requests.
    var base: String { "http://127.0.0.1:\(server.port)" }

    /// The client's core wants this.
    func tell(_ commands: ClientCommand...) { client.update { $0.commands += commands } }

    /// The server's core wants this.
    func serve(_ commands: ServerCommand...) { server.update { $0.commands += commands } }

    /// One turn of the reactor, which waits until `deadline` at most.
    func turn(until deadline: Int64) throws {
        reactor.wake(at: min(deadline, server.wakesAt, client.wakesAt))
        _ = try reactor.wait()
        server.turn()
        client.turn()
    }

    /// Turns until `condition` holds; a minute is a failure.
    func run(
        _ location: SourceLocation = #_sourceLocation, until condition: () -> Bool
    ) throws {
        let deadline = MonotonicClock.deadline(milliseconds: Self.patience)
        while !condition() {
            guard MonotonicClock.now() < deadline else {
                Issue.record(
                    "nothing came of it: \(client.core.heard.suffix(5)) \(server.core.heard.suffix(5))",
                    sourceLocation: location)
                return
            }
            try turn(until: deadline)
        }
    }

    /// Opens a connection and waits until both sides have it; answers the server's name of it.
    @discardableResult
    func open(_ id: UInt64 = 1, _ target: String = "/ws") throws -> ConnectionID {
        let count = server.core.openedIDs.count
        tell(.open(ConnectionID(id), url: url(target)))
        try run { client.core.heard.contains(.opened(ConnectionID(id))) }
        return server.core.openedIDs[count]
    }
}
