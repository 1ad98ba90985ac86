import Exchanges
import Market

extension ExchangeSimulator: ServerCore {
    /// A request: its answer is a command of this call, unless a fault makes it late.
    public mutating func requested(_ request: ExchangeRequestID, _ content: HTTPRequest, at moment: Moment) {
        wake(at: moment)
        var target = Target(content.target)
        if content.method != .get { target.add(String(decoding: content.body, as: UTF8.self)) }
        if target.path.hasPrefix("/sim/") || target.path == "/sim" {
            return commands.append(.answer(request, administer(content.method, target, at: moment)))
        }
        let response = answer(content, target, at: moment)
        defer { sendAccountEvents() }
        let life = clock.life(at: moment.monotonic)
        if faults.take(.drop, at: target.path, life: life) != nil { return commands.append(.drop(request)) }
        guard let fault = faults.take(.late, at: target.path, life: life) else {
            return commands.append(.answer(request, response))
        }
        put(.answer(request, response), at: life + fault.milliseconds * 1_000_000)
    }

    /// A socket is asked for.
    public mutating func opened(_ connection: ConnectionID, target: String, at moment: Moment) -> Bool {
        wake(at: moment)
        guard let route = SocketRoute(Target(target), markets: venues.map(\.kind)) else { return false }
        let life = clock.life(at: moment.monotonic)
        // Mostly the newest has the highest number.
        let place = clients.lastIndex { $0.id.value < connection.value }.map { $0 + 1 } ?? 0
        clients.insert(SocketClient(connection, route, at: life), at: place)
        if route.part == .forCalls, let venue = venue(route.market) {
            let meter = meter(venue, isSocket: true)
            _ = meters[meter].count(route.market == .spot ? 2 : 5, at: clock.time(at: moment.monotonic))
        }
        nextCare = min(nextCare, clients[place].nextPing)
        _ = subscribe(connection, route.streams, isStrict: false)
        return true
    }

    /// A message on a socket.
    public mutating func received(
        _ text: UnsafeRawBufferPointer, on connection: ConnectionID, at moment: Moment
    ) {
        wake(at: moment)
        // What is asked there is limited by its weight alone.
        if let place = place(of: connection), clients[place].route.part == .forCalls {
            return call(connection, text, at: moment)
        }
        guard count(connection, at: moment) else { return }
        control(connection, text)
    }

    /// A pong on a socket.
    public mutating func ponged(_ payload: UInt64, on connection: ConnectionID, at moment: Moment) {
        wake(at: moment)
        guard count(connection, at: moment), let place = place(of: connection) else { return }
        clients[place].pongedAt = clock.life(at: moment.monotonic)
    }

    /// A socket is gone.
    public mutating func closed(_ connection: ConnectionID, at moment: Moment) {
        wake(at: moment)
        forget(connection)
    }

    /// Lets everything happen that is due.
    public mutating func wake(at moment: Moment) {
        lastLife = clock.life(at: moment.monotonic)
        lastTime = clock.time(at: moment.monotonic)
        run(at: moment)
    }

    /// When the market, a stream or a socket is due next.
    public var wakesAt: Int64 {
        let next = venues.reduce(min(nextBeat, nextDeadline)) { min($0, $1.nextTime) }
        let due = later.reduce(nextCare) { min($0, $1.due) }
        return min(clock.monotonic(at: next), clock.monotonic(atLife: due))
    }

    /// What is to be done.
    public mutating func takeCommands() -> [ServerCommand] {
        defer { commands.removeAll(keepingCapacity: false) }
        return commands
    }

    /// Has a command done at a connection time.
    mutating func put(_ command: ServerCommand, at life: Int64) {
        later.append(LateCommand(due: life, command: command))
    }
}
