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
    /// How often a turn goes round before it lets its owner look at anything else.
    private static var mostRounds: Int { 16 }

    /// The core. Its own are only reads from outside: what it wants is taken after its own calls.
    public private(set) var core: Core
    private let options: ClientOptions
    private let loop: EventLoop
    private let host: ClientHost
    private let carrier: RequestCarrier
    private let proxies: Proxies
    private var connections: [ConnectionID: ClientConnection] = [:]
    private var wanted: [ClientCommand] = []
    private var isClosed = false

    /// Takes the core's first commands; `turn` carries them out.
    public init(_ core: Core, _ options: ClientOptions = ClientOptions()) throws(NetworkError) {
        (self.core, self.options, proxies) = (core, options, .ofEnvironment)
        loop = try EventLoop()
        host = try ClientHost(options, in: loop)
        carrier = try RequestCarrier(options, in: loop)
        take()
    }

    deinit { close() }

    /// Readable when a turn is due.
    public var descriptor: Int32 { loop.descriptor }

    /// When a turn is due at the latest, monotonic nanoseconds.
    public var wakesAt: Int64 { wanted.isEmpty ? min(loop.wakesAt, core.wakesAt) : 0 }

    /// Lets the owner change the core between turns, and takes what it wants then.
    public func update(_ body: (inout Core) -> Void) {
        body(&core)
        take()
    }

    /// Handles all that is ready: sockets, the core's time, its commands.
    public func turn() {
        guard !isClosed else { return }
        work()
        for _ in 0..<Self.mostRounds {
            if core.wakesAt <= MonotonicClock.now() {
                core.wake(at: Self.now())
                take()
            }
            carryOut()
            guard !wanted.isEmpty || loop.wakesAt <= MonotonicClock.now() else { return }
            work()
        }
    }

    /// Cuts everything. The core hears nothing of it.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        for connection in connections.values { connection.cut(.wanted) }
        carrier.close()
        host.close()
    }

    func opened(_ connection: ClientConnection) {
        core.opened(connection.id, at: Self.now())
        take()
    }

    func received(_ text: UnsafeRawBufferPointer, _ connection: ClientConnection) {
        core.received(text, on: connection.id, at: Self.now())
        take()
    }

    func ponged(_ payload: UInt64, _ connection: ClientConnection) {
        core.ponged(payload, on: connection.id, at: Self.now())
        take()
    }

    func ended(_ connection: ClientConnection, _ end: ConnectionEnd) {
        guard connections.removeValue(forKey: connection.id) != nil, !isClosed else { return }
        core.closed(connection.id, end, at: Self.now())
        take()
    }

    private static func now() -> Moment {
        Moment(monotonic: MonotonicClock.now(), wall: Timestamp(nanoseconds: WallClock.now()))
    }

    private func work() {
        loop.run()
        host.finish()
    }

    private func take() {
        let commands = core.takeCommands()
        if !commands.isEmpty { wanted.append(contentsOf: commands) }
    }

    /// Does what is wanted so far. Nothing is done within a library's call: what it told may still be on
    /// its stack.
    private func carryOut() {
        guard !wanted.isEmpty else { return }
        let commands = wanted
        wanted.removeAll(keepingCapacity: true)
        for command in commands { carryOut(command) }
        work()
    }

    private func carryOut(_ command: ClientCommand) {
        switch command {
        case .open(let id, let url): open(id, url)
        case .send(let id, let text): connections[id]?.send(.text(Array(text.utf8)))
        case .ping(let id, let payload): connections[id]?.send(.ping(payload))
        case .close(let id): connections[id]?.close()
        case .request(let id, let request, let base, let milliseconds):
            carrier.carry(request, to: base, milliseconds: milliseconds) { [unowned self] result in
                guard !isClosed else { return }
                switch result {
                case .success(let response): core.answered(id, response, at: Self.now())
                case .failure(let end): core.failed(id, end, at: Self.now())
                }
                take()
            }
        }
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
        core.closed(id, .lost(why), at: Self.now())
        take()
    }
}
