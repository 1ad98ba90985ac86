import Exchanges
import Market

extension ExchangeSimulator {
    /// A socket's place: they are in the order of their numbers.
    func place(of connection: ConnectionID) -> Int? {
        var (low, high) = (0, clients.count)
        while low < high {
            let middle = (low + high) / 2
            if clients[middle].id.value < connection.value { low = middle + 1 } else { high = middle }
        }
        return low < clients.count && clients[low].id == connection ? low : nil
    }

    /// Counts a message; false where it was one too many, and the socket is closed.
    mutating func count(_ connection: ConnectionID, at moment: Moment) -> Bool {
        guard let place = place(of: connection) else { return false }
        let life = clock.life(at: moment.monotonic)
        let rules = SocketRules(clients[place].route.market)
        clients[place].messages.removeAll { $0 <= life - 1_000_000_000 }
        clients[place].messages.append(life)
        guard clients[place].messages.count > rules.messages else { return true }
        close(connection, code: 1008, reason: "Too many requests")
        return false
    }

    /// Closes a socket from this side.
    mutating func close(_ connection: ConnectionID, code: Int, reason: String) {
        forget(connection)
        commands.append(.close(connection, code: code, reason: reason))
    }

    /// Nothing more is said on a socket.
    mutating func forget(_ connection: ConnectionID) {
        guard let place = place(of: connection) else { return }
        for name in clients[place].streams { drop(connection, name, clients[place].route) }
        if clients[place].listens { silenceEars(connection) }
        clients.remove(at: place)
    }

    private mutating func drop(_ connection: ConnectionID, _ name: String, _ route: SocketRoute) {
        guard let venue = venue(route.market), let stream = StreamName(name, route.market) else { return }
        guard let wanted = stream.symbol else {
            return streams[venue].remove(connection, route.unit, from: name, symbol: nil)
        }
        guard let symbol = symbol(wanted, venue) else { return }
        streams[venue].remove(connection, route.unit, from: name, symbol: symbol)
    }

    /// A pair's place by its name in lower case.
    private func symbol(_ name: String, _ venue: Int) -> Int? {
        venues[venue].symbols.firstIndex { $0.listing.lowerName == name }
    }

    // MARK: Requests

    /// Does what a message asks for.
    mutating func control(_ connection: ConnectionID, _ text: UnsafeRawBufferPointer) {
        let answer: [UInt8]
        do {
            let (request, id) = try ControlRequest.read(text)
            answer = answered(connection, request, id)
        } catch {
            answer = BinanceWriting.refused(error.code, error.message, error.id)
        }
        commands.append(.send(connection, answer))
    }

    private mutating func answered(
        _ connection: ConnectionID, _ request: ControlRequest, _ id: ControlID
    ) -> [UInt8] {
        guard let place = place(of: connection) else { return [] }
        switch request {
        case .subscribe(let names):
            if let why = subscribe(connection, names, isStrict: true) {
                return BinanceWriting.refused(2, why, id)
            }
        case .unsubscribe(let names):
            for name in names {
                drop(connection, name, clients[place].route)
                unhear(name, on: connection)
                clients[place].streams.removeAll { $0 == name }
            }
        case .list:
            var json = JSONText()
            json.array { json in for name in clients[place].streams { json.text(name) } }
            return BinanceWriting.result(id, json.bytes)
        case .setCombined(let isCombined):
            clients[place].isCombined = isCombined
            let names = clients[place].streams
            for name in hear(names, on: connection) { listen(connection, name, at: place) }
        case .getCombined:
            return BinanceWriting.result(id, Array("\(clients[place].isCombined)".utf8))
        }
        return BinanceWriting.result(id)
    }

    /// Lets a socket hear streams; answers why it may not, in which case it hears none of them.
    ///
    /// - Parameter isStrict: whether a name that is no stream's is refused on spot. In an address it is
    ///   passed over, for clients put numbers there.
    mutating func subscribe(_ connection: ConnectionID, _ asked: [String], isStrict: Bool) -> String? {
        let names = hear(asked, on: connection)
        guard let place = place(of: connection) else { return nil }
        let market = clients[place].route.market
        let known = names.filter { StreamName($0, market) != nil }
        if isStrict, market == .spot, known.count < names.count { return "Invalid request: invalid stream" }
        let new = known.filter { !clients[place].streams.contains($0) }
        guard clients[place].streams.count + new.count <= SocketRules(market).streams else {
            return "Invalid request: too many streams"
        }
        for name in new where !clients[place].streams.contains(name) {
            clients[place].streams.append(name)
            listen(connection, name, at: place)
        }
        return nil
    }

    /// Puts a socket on a stream, if one flows there.
    private mutating func listen(_ connection: ConnectionID, _ name: String, at place: Int) {
        let route = clients[place].route
        guard let venue = venue(route.market), let stream = StreamName(name, route.market),
            route.carries(stream.kind, terms.routes)
        else { return }
        var symbol: Int?
        if let wanted = stream.symbol {
            guard let found = self.symbol(wanted, venue) else { return }
            symbol = found
        }
        streams[venue].add(
            connection, (clients[place].isCombined, route.unit), to: name, stream.kind, symbol: symbol,
            told: told(stream.kind, symbol, venue))
    }

    /// Where a stream begins: changes of the book with the next one, everything else with what is.
    private func told(_ kind: StreamKind, _ symbol: Int?, _ venue: Int) -> Int64 {
        guard let symbol else { return -1 }
        switch kind {
        case .depth: return venues[venue].symbols[symbol].updateID
        case .levels: return venues[venue].symbols[symbol].updateID - 1
        default: return -1
        }
    }

    // MARK: Life

    /// Does what is due on the sockets at a connection time.
    mutating func care(_ life: Int64) {
        if later.contains(where: { $0.due <= life }) {
            let due = later.filter { $0.due <= life }.sorted { $0.due < $1.due }
            later.removeAll { $0.due <= life }
            for late in due { carryOut(late.command) }
        }
        guard nextCare <= life else { return }
        expireListenKeys()
        nextCare = listenKeys.reduce(Int64.max) { min($0, $1.until) }
        for client in clients {
            let rules = SocketRules(client.route.market)
            if life - client.openedAt >= rules.life {
                close(client.id, code: 1001, reason: "24 hours are over")
            } else if life - client.pongedAt >= rules.pongWithin {
                close(client.id, code: 1008, reason: "Pong timeout")
            } else {
                ping(client, rules, life)
            }
        }
    }

    private mutating func ping(_ client: SocketClient, _ rules: SocketRules, _ life: Int64) {
        guard let place = place(of: client.id) else { return }
        if client.nextPing <= life {
            commands.append(.ping(client.id, payload: UInt64(clamping: life / 1_000_000)))
            clients[place].nextPing = life + rules.pingEvery
        }
        let ends = min(client.openedAt + rules.life, client.pongedAt + rules.pongWithin)
        nextCare = min(nextCare, clients[place].nextPing, ends)
    }

    private mutating func carryOut(_ command: ServerCommand) {
        switch command {
        case .cut(let connection), .close(let connection, _, _): forget(connection)
        default: break
        }
        commands.append(command)
    }
}
