import Bus
import Exchanges
import Market

/// Serves a server's core with real sockets. It has no thread: whoever owns it waits for its descriptor and
/// its time, and calls `turn` after, as with `ClientShell`.
public final class ServerShell<Core: ServerCore>: ServerEvents {
    private let own: CoreLoop<Core>
    private var listener: Listener?
    private var sockets: [ConnectionID: ServerConnection] = [:]
    private var requests: [ExchangeRequestID: ServerConnection] = [:]
    private var lastSocket: UInt64 = 0
    private var lastRequest: UInt64 = 0
    private var isClosed = false

    /// Begins to listen; the next `turn` serves.
    public init(_ core: Core, _ options: ServerOptions = ServerOptions()) throws(NetworkError) {
        own = try CoreLoop(core)
        listener = try Listener(options, in: own.loop, self)
    }

    /// The core; `update` changes it.
    public var core: Core { own.core }

    deinit { close() }

    /// The port that it listens on.
    public var port: Int { listener?.port ?? 0 }

    /// How many WebSockets there are.
    public var socketCount: Int { sockets.count }

    /// Readable when a turn is due.
    public var descriptor: Int32 { own.descriptor }

    /// When a turn is due at the latest, monotonic nanoseconds.
    public var wakesAt: Int64 { own.wakesAt }

    /// Lets the owner change the core between turns, and takes what it wants then.
    public func update(_ body: (inout Core) -> Void) { own.tell { core, _ in body(&core) } }

    /// Handles all that is ready: sockets, the core's time, its commands.
    public func turn() {
        guard !isClosed else { return }
        own.turn(finish: { listener?.finish() }, carryOut)
    }

    /// Cuts everything and listens no more. The core hears nothing of it.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        listener?.close()
        listener = nil
    }

    func requested(_ request: HTTPRequest, _ connection: ServerConnection) -> ExchangeRequestID {
        lastRequest += 1
        let id = ExchangeRequestID(lastRequest)
        requests[id] = connection
        own.tell { $0.requested(id, request, at: $1) }
        return id
    }

    func opened(_ target: String, _ connection: ServerConnection) -> ConnectionID? {
        lastSocket += 1
        let id = ConnectionID(lastSocket)
        guard own.tell({ $0.opened(id, target: target, at: $1) }) else { return nil }
        sockets[id] = connection
        return id
    }

    func received(_ text: UnsafeRawBufferPointer, _ connection: ConnectionID) {
        own.tell { $0.received(text, on: connection, at: $1) }
    }

    func ponged(_ payload: UInt64, _ connection: ConnectionID) {
        own.tell { $0.ponged(payload, on: connection, at: $1) }
    }

    func closed(_ connection: ConnectionID) {
        guard sockets.removeValue(forKey: connection) != nil, !isClosed else { return }
        own.tell { $0.closed(connection, at: $1) }
    }

    func gone(_ request: ExchangeRequestID) { requests[request] = nil }

    private func carryOut(_ command: ServerCommand) {
        switch command {
        case .answer(let id, let response): requests.removeValue(forKey: id)?.answer(response)
        case .drop(let id): requests.removeValue(forKey: id)?.cut()
        case .send(let id, let text): sockets[id]?.send(.text(text))
        case .ping(let id, let payload): sockets[id]?.send(.ping(payload))
        case .close(let id, let code, let reason): sockets[id]?.send(.close(code: code, reason: reason))
        case .cut(let id): sockets[id]?.cut()
        case .silence(let id): sockets[id]?.silence()
        }
    }
}
