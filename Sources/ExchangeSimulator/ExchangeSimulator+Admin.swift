import Exchanges
import Market

/// What a person or a test asks of the simulator itself, at `/sim/…`.
extension ExchangeSimulator {
    /// Lets something go wrong.
    public mutating func apply(_ fault: Fault, at moment: Moment) {
        wake(at: moment)
        let life = lastLife
        let now = clock.time(at: moment.monotonic)
        let span = fault.milliseconds * 1_000_000
        switch fault.kind {
        case .late, .lateEvents, .drop, .status, .statusAfter, .gap, .duplicate, .reorder: faults.add(fault)
        case .orders:
            for place in accounts.indices {
                accounts[place].spotMeter.exhaust(at: now)
                accounts[place].futuresMeter.exhaust(at: now)
            }

        case .listenKeys: expireListenKeys(all: true)
        case .silent: faults.add(fault, until: fault.milliseconds > 0 ? life + span : .max)
        case .weight: for place in meters.indices { meters[place].exhaust(at: now) }
        case .ban: for place in meters.indices { meters[place].ban(until: now + TimeSpan(nanoseconds: span)) }
        case .clock: clock.offset = TimeSpan(nanoseconds: span)
        case .disconnect: for client in meant(fault) { disconnect(client.id, code: fault.status) }
        case .halfOpen:
            for client in meant(fault) {
                forget(client.id)
                commands.append(.silence(client.id))
            }
        case .shutdown: shutDown(at: now, cutting: life + span)
        }
    }

    /// Everything goes as it should again.
    public mutating func clearFaults() {
        faults.clear()
        clock.offset = TimeSpan(nanoseconds: 0)
    }

    private func meant(_ fault: Fault) -> [SocketClient] {
        guard !fault.place.isEmpty else { return clients }
        return clients.filter { client in
            client.streams.contains { $0.contains(fault.place) } || client.listens && fault.place == "user"
        }
    }

    private mutating func disconnect(_ connection: ConnectionID, code: Int) {
        if code > 0 { return close(connection, code: code, reason: "") }
        forget(connection)
        commands.append(.cut(connection))
    }

    private mutating func shutDown(at time: Timestamp, cutting life: Int64) {
        for client in clients {
            // Futures go down without a word.
            if client.route.market == .spot {
                let event = BinanceWriting.serverShutdown(at: stamp(time), client.route.unit)
                commands.append(.send(client.id, Self.shown(event, "!serverShutdown", client)))
            }
            put(.cut(client.id), at: life)
        }
    }

    /// An event as a socket tells it.
    private static func shown(_ event: [UInt8], _ name: String, _ client: SocketClient) -> [UInt8] {
        if client.route.part == .forCalls { return BinanceWriting.pushed(event) }
        return client.isCombined ? BinanceWriting.combined(Array(name.utf8), event) : event
    }

    // MARK: Requests

    mutating func administer(_ method: HTTPMethod, _ target: Target, at moment: Moment) -> HTTPResponse {
        switch (method, target.path) {
        case (.get, "/sim/status"): return RestAnswer.json(status(at: moment))
        case (.post, "/sim/advance"): return advance(target, at: moment)
        case (.post, "/sim/deposit"): return deposit(target, at: moment)
        case (.post, "/sim/clear"):
            clearFaults()
            return RestAnswer.json(Array("{}".utf8))
        case (.post, _):
            do {
                guard let fault = try Fault(target) else { break }
                apply(fault, at: moment)
                return RestAnswer.json(Array("{}".utf8))
            } catch {
                return RestAnswer.refusal(error)
            }
        default: break
        }
        let message = "no such path of the simulator: \(target.path)"
        return RestAnswer.refusal(ExchangeError(-1, message, status: 404))
    }

    /// Puts a clock that stands on: by `ms`, or to the end of the minute.
    private mutating func advance(_ target: Target, at moment: Moment) -> HTTPResponse {
        guard terms.speed == 0 else {
            let message = "the clock goes by itself: only one of speed 0 is put on"
            return RestAnswer.refusal(ExchangeError(-1, message, status: 409))
        }
        let now = clock.time(at: moment.monotonic)
        var span = now.next(multipleOf: .minutes(1)) - now
        if let text = target["ms"] {
            guard let milliseconds = Int64(text), (1...86_400_000).contains(milliseconds) else {
                let message = "ms is '\(text)', not 1 to 86400000"
                return RestAnswer.refusal(ExchangeError(-1, message))
            }
            span = .milliseconds(milliseconds)
        }
        clock.advance(by: span)
        wake(at: moment)
        var json = JSONText()
        json.object { $0.time("time", now + span) }
        return RestAnswer.json(json.bytes)
    }

    private func status(at moment: Moment) -> [UInt8] {
        let now = clock.time(at: moment.monotonic)
        var json = JSONText()
        json.object { json in
            json.time("time", now)
            json.text("clock", terms.clock.rawValue)
            json.text("speed", "\(terms.speed)")
            json.text("routes", terms.routes.rawValue)
            json.integer("connections", Int64(clients.count))
            json.array("markets") { json in
                for place in venues.indices { market(place, &json) }
            }
            json.array("faults") { json in
                for open in faults.open {
                    json.object {
                        $0.text("kind", open.fault.kind.rawValue)
                        $0.text("at", open.fault.place)
                        $0.integer("left", Int64(open.fault.count))
                    }
                }
            }
        }
        return json.bytes
    }

    private func market(_ place: Int, _ json: inout JSONText) {
        let venue = venues[place]
        json.object {
            $0.text("market", venue.kind == .spot ? "spot" : "um")
            $0.integer("symbols", Int64(venue.symbols.count))
            let live = streams[place].bySymbol.reduce(streams[place].forAll.count) { $0 + $1.count }
            $0.integer("streams", Int64(live))
            $0.integer("trades", venue.symbols.reduce(0) { $0 + $1.tape.nextTrade - 1 })
            $0.integer("weight", meters[place].used)
            $0.flag("ended", venue.reel.nextRead == .never && venue.reel.nextEvent == .never)
            if let failure = venue.reel.failure { $0.text("failure", failure) }
        }
    }
}
