import Bus
import Exchanges
import Market

/// Carries out what a client's core wants, with real sockets, and tells it what comes of it. It has no
/// thread: whoever owns it waits for its descriptor and its time (`Reactor`), and calls `turn` after:
///
///     let slot = reactor.watch(descriptor: shell.descriptor)
///     while … {
///         reactor.wake(at: shell.wakesAt)
///         _ = try reactor.wait()
///         shell.turn()
///     }
public final class ClientShell<Core: ClientCore>: ClientEvents {
    private let own: CoreLoop<Core>
    private let options: ClientOptions
    private let host: ClientHost
    private let carrier: RequestCarrier
    private let proxies: Proxies
    private let signer: (any RequestSigner)?
    private let gate: RequestGate?
    private var connections: [ConnectionID: ClientConnection] = [:]
    private var isClosed = false

    /// Takes the core's first commands; `turn` carries them out.
    ///
    /// - Parameters:
    ///   - signer: holds the keys; without one nothing leaves that needs any.
    ///   - gate: the budget that all processes of the machine share; without one nothing is held back.
    public init(
        _ core: Core, _ options: ClientOptions = ClientOptions(), signer: (any RequestSigner)? = nil,
        gate: RequestGate? = nil
    ) throws(NetworkError) {
        (self.options, proxies, self.signer, self.gate) = (options, .ofEnvironment, signer, gate)
        own = try CoreLoop(core)
        host = try ClientHost(options, in: own.loop)
        carrier = try RequestCarrier(options, in: own.loop)
    }

    /// The core; `update` changes it.
    public var core: Core { own.core }

    deinit { close() }

    /// Readable when a turn is due.
    public var descriptor: Int32 { own.descriptor }

    /// When a turn is due at the latest, monotonic nanoseconds.
    public var wakesAt: Int64 { own.wakesAt }

    /// Lets the owner change the core between turns, and takes what it wants then.
    public func update(_ body: (inout Core) -> Void) { own.tell { core, _ in body(&core) } }

    /// Handles all that is ready: sockets, the core's time, its commands.
    public func turn() {
        guard !isClosed else { return }
        own.turn(finish: {}, carryOut)
    }

    /// Cuts everything. The core hears nothing of it.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        for connection in connections.values { connection.cut(.wanted) }
        carrier.close()
        own.loop.finish()
    }

    func opened(_ connection: ClientConnection) { own.tell { $0.opened(connection.id, at: $1) } }

    func received(_ text: UnsafeRawBufferPointer, _ connection: ClientConnection) {
        own.tellInRun { $0.received(text, on: connection.id, at: $1) }
    }

    func ponged(_ payload: UInt64, _ connection: ClientConnection) {
        own.tell { $0.ponged(payload, on: connection.id, at: $1) }
    }

    func ended(_ connection: ClientConnection, _ end: ConnectionEnd) {
        guard connections.removeValue(forKey: connection.id) != nil, !isClosed else { return }
        own.tell { $0.closed(connection.id, end, at: $1) }
    }

    private func carryOut(_ command: ClientCommand) {
        switch command {
        case .open(let id, let url): open(id, url)
        case .send(let id, let text): connections[id]?.send(text)
        case .sendSigned(let id, let message): send(message, on: id)
        case .ping(let id, let payload): connections[id]?.ping(payload)
        case .close(let id): connections[id]?.close()
        case .request(let id, let request, let base, let milliseconds):
            carry(request, id, to: base, milliseconds)
        }
    }

    private func carry(
        _ request: HTTPRequest, _ id: ExchangeRequestID, to base: String, _ milliseconds: Int
    ) {
        let ready = request.security == .open ? request : signer?.signed(request, to: base)
        guard let ready else {
            return own.tell { $0.failed(id, .unsent("no key is here for \(base)"), at: $1) }
        }
        if let gate, let cost = request.cost, let end = gate.admit(cost, to: base) {
            return own.tell { $0.failed(id, end, at: $1) }
        }
        let leftAt = Moment.now.monotonic
        carrier.carry(ready, to: base, milliseconds: milliseconds) { [weak self] result in
            guard let self, !isClosed else { return }
            own.tell { [gate] core, now in
                switch result {
                case .success(let response):
                    if let gate, let cost = request.cost {
                        let passed = TimeSpan(nanoseconds: now.monotonic - leftAt)
                        gate.learn(from: response, to: cost, at: cost.time + passed)
                    }
                    core.answered(id, response, at: now)
                case .failure(let end): core.failed(id, end, at: now)
                }
            }
        }
    }

    /// Without a key the connection is of no use, and closed.
    private func send(_ message: SignedMessage, on id: ConnectionID) {
        guard let connection = connections[id] else { return }
        guard let text = signer?.signed(message, to: connection.address.origin) else {
            return connection.close()
        }
        connection.send(text)
    }

    private func open(_ id: ConnectionID, _ url: String) {
        let address: WebAddress
        do {
            address = try WebAddress(url)
            guard address.isWebSocket else { throw NetworkError.address(url, why: "it is no WebSocket's") }
        } catch { return refuse(id, "\(error)") }
        if let variable = proxies.variable(for: address) {
            return refuse(
                id,
                "\(variable) names a proxy for \(address.host), and WebSockets go through none here: "
                    + "add the host to no_proxy, or let it be reached directly")
        }
        let connection = ClientConnection(id, address, options, host, self)
        connections[id] = connection
        connection.open()
    }

    private func refuse(_ id: ConnectionID, _ why: String) {
        own.tell { $0.closed(id, .lost(why), at: $1) }
    }
}
