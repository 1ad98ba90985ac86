import Exchanges
import Market

/// The WebSocket API: what REST answers, on a socket.
extension ExchangeSimulator {
    /// Answers a request, unless a fault is in its way.
    mutating func call(_ connection: ConnectionID, _ text: UnsafeRawBufferPointer, at moment: Moment) {
        guard let place = place(of: connection) else { return }
        let route = clients[place].route
        guard let venue = venue(route.market) else { return }
        let now = clock.time(at: moment.monotonic)
        let limits = limits(route.market)
        let request: SocketCall
        do {
            request = try SocketCall(text)
        } catch {
            let answer = BinanceWriting.refusedCall(
                error.id, error.error, at: stamp(now), retryAfter: nil, limits, used: nil)
            return commands.append(.send(connection, answer))
        }
        let path = (route.market == .spot ? "/ws-api/v3/" : "/ws-fapi/v1/") + request.method
        let target = Target(path: path, request.parameters)
        let outcome = outcome(of: request, target, route, at: venue, clients[place], now)
        defer { sendAccountEvents() }
        let tellsLimits = request.tellsLimits ?? route.tellsLimits
        let used = tellsLimits ? outcome.used : nil
        let answer =
            switch outcome.body {
            case .success(let body): BinanceWriting.called(request.id, body, limits, used: used)
            case .failure(let error):
                BinanceWriting.refusedCall(
                    request.id, error, at: stamp(now),
                    retryAfter: outcome.wait.map { stamp(now) + .seconds($0) }, limits, used: used)
            }
        deliver(answer, on: connection, path, at: moment)
    }

    private mutating func outcome(
        of request: SocketCall, _ target: Target, _ route: SocketRoute, at venue: Int,
        _ client: SocketClient, _ now: Timestamp
    ) -> Outcome {
        let asker = Asker(key: request["apiKey"], account: client.account, isSocket: true) {
            SignedText.of(request.parameters)
        }
        func refused(_ error: ExchangeError) -> Outcome {
            outcome(of: .ping, target, route.unit, at: venue, isSocket: true, now) { _ in .failure(error) }
        }
        switch CallRoute(request.method, route.market) {
        case .market(let wanted):
            return outcome(of: wanted, target, route.unit, at: venue, isSocket: true, now) { answers in
                Result { () throws(ExchangeError) in try answers.body(wanted) }
            }
        case .futures(let action):
            return outcome(of: self.request(action, target), target, asker, at: venue, now)
        case .spot(let action):
            return outcome(of: self.request(action, target, route.unit), target, asker, at: venue, now)
        case .session(let action):
            let asked = self.request(action, client.id, route.market, route.unit)
            return outcome(of: asked, target, asker, at: venue, now)
        case .gone: return refused(ExchangeError(-1020, "This operation is not supported.", status: 410))
        case .unknown: return refused(ExchangeError(-1020, "This operation is not supported."))
        }
    }

    private mutating func deliver(
        _ answer: [UInt8], on connection: ConnectionID, _ path: String, at moment: Moment
    ) {
        let life = clock.life(at: moment.monotonic)
        if faults.take(.drop, at: path, life: life) != nil {
            forget(connection)
            return commands.append(.cut(connection))
        }
        guard let fault = faults.take(.late, at: path, life: life) else {
            return commands.append(.send(connection, answer))
        }
        put(.send(connection, answer), at: life + fault.milliseconds * 1_000_000)
    }
}
