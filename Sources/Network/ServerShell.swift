import Bus
import Exchanges
import Market

/// Serves a server's core with real sockets. It has no thread: whoever owns it waits for its descriptor and
/// its time, and calls `turn` after, as with `ClientShell`.
public final class ServerShell<Core: ServerCore>: ServerEvents {
    /// How often a turn goes round before it lets its owner look at anything else.
    private static var mostRounds: Int { 16 }

    /// The core. What it wants is taken after its own calls.
    public private(set) var core: Core
    private let loop: EventLoop
    private var listener: Listener?
    private var sockets: [ConnectionID: ServerConnection] = [:]
    private var requests: [ExchangeRequestID: ServerConnection] = [:]
    private var lastSocket: UInt64 = 0
    private var lastRequest: UInt64 = 0
    private var wanted: [ServerCommand] = []
    private var isClosed = false

    /// Begins to listen; the next `turn` serves.
    public init(_ core: Core, _ options: ServerOptions = ServerOptions()) throws(NetworkError) {
        self.core = core
        loop = try EventLoop()
        listener = try Listener(options, in: loop, self)
        take()
    }

    deinit { close() }

    /// The port that it listens on.
    public var port: Int { listener?.port ?? 0 }

    /// How many WebSockets there are.
    public var socketCount: Int { sockets.count }

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
        core.requested(id, request, at: Self.now())
        take()
        return id
    }

    func opened(_ target: String, _ connection: ServerConnection) -> ConnectionID? {
        lastSocket += 1
        let id = ConnectionID(lastSocket)
        let isAccepted = core.opened(id, target: target, at: Self.now())
        if isAccepted { sockets[id] = connection }
        take()
        return isAccepted ? id : nil
    }

    func received(_ text: UnsafeRawBufferPointer, _ connection: ConnectionID) {
        core.received(text, on: connection, at: Self.now())
        take()
    }

    func ponged(_ payload: UInt64, _ connection: ConnectionID) {
        core.ponged(payload, on: connection, at: Self.now())
        take()
    }

    func closed(_ connection: ConnectionID) {
        guard sockets.removeValue(forKey: connection) != nil, !isClosed else { return }
        core.closed(connection, at: Self.now())
        take()
    }

    func gone(_ request: ExchangeRequestID) { requests[request] = nil }

    private static func now() -> Moment {
        Moment(monotonic: MonotonicClock.now(), wall: Timestamp(nanoseconds: WallClock.now()))
    }

    private func work() {
        loop.run()
        listener?.finish()
    }

    private func take() {
        let commands = core.takeCommands()
        if !commands.isEmpty { wanted.append(contentsOf: commands) }
    }

    private func carryOut() {
        guard !wanted.isEmpty else { return }
        let commands = wanted
        wanted.removeAll(keepingCapacity: true)
        for command in commands { carryOut(command) }
        work()
    }

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
