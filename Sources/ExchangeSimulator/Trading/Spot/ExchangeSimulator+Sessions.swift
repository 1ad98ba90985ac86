import Exchanges
import Market

/// Sockets for requests: who is logged on there, and which accounts' events they hear.
extension ExchangeSimulator {
    /// What a socket asks about itself.
    func request(
        _ action: SessionAction, _ connection: ConnectionID, _ market: MarketKind, _ unit: TimeUnit
    ) -> AccountRequest {
        AccountRequest(weight: 2, security: action.isSigned ? .signed : .none) {
            simulator, parameters, account, now in
            Result { () throws(ExchangeError) in
                guard let place = simulator.place(of: connection) else { throw .noSession }
                if action == .unsubscribe {
                    try simulator.unsubscribe(connection, try parameters.whole("subscriptionId"), now)
                }
                return try simulator.session(action, at: place, account, unit, now)
            }
        }
    }

    private mutating func session(
        _ action: SessionAction, at place: Int, _ account: Int, _ unit: TimeUnit, _ now: Timestamp
    ) throws(ExchangeError) -> [UInt8] {
        switch action {
        case .logOn:
            guard accounts[account].terms.verifier.opensSessions else { throw .sessionKey }
            clients[place].account = account
            return sessionStatus(place, unit, now)
        case .status: return sessionStatus(place, unit, now)
        case .logOut:
            clients[place].account = nil
            return sessionStatus(place, unit, now)
        case .subscriptions: return subscriptions(clients[place].id)
        case .subscribe:
            guard let own = clients[place].account else { throw .noSession }
            return try subscribe(place, to: own)
        case .subscribeSigned: return try subscribe(place, to: account)
        case .unsubscribe: return Array("{}".utf8)
        }
    }

    private func sessionStatus(_ place: Int, _ unit: TimeUnit, _ now: Timestamp) -> [UInt8] {
        let account = clients[place].account
        var json = JSONText()
        json.object {
            $0.key("apiKey")
            if let account { $0.text(accounts[account].terms.key) } else { $0.whole(Array("null".utf8)) }
            $0.key("authorizedSince")
            if account != nil { $0.integer(unit.count(stamp(now))) } else { $0.whole(Array("null".utf8)) }
            $0.time("connectedSince", stamp(now), unit)
            $0.flag("returnRateLimits", clients[place].route.tellsLimits)
            $0.time("serverTime", stamp(now), unit)
            $0.flag("userDataStream", clients[place].listens)
        }
        return json.bytes
    }

    // MARK: Subscriptions

    private mutating func subscribe(_ place: Int, to account: Int) throws(ExchangeError) -> [UInt8] {
        let client = clients[place]
        guard !spotEars[account].contains(where: { $0.connection == client.id }) else {
            throw .subscriptionActive
        }
        let number = client.subscriptions
        clients[place].subscriptions += 1
        clients[place].listens = true
        spotEars[account].append(
            Ear(connection: client.id, subscription: number, unit: client.route.unit))
        var json = JSONText()
        json.object { $0.integer("subscriptionId", number) }
        return json.bytes
    }

    private func subscriptions(_ connection: ConnectionID) -> [UInt8] {
        var json = JSONText()
        json.array { json in
            for ear in spotEars.joined() where ear.connection == connection {
                json.object { $0.integer("subscriptionId", ear.subscription) }
            }
        }
        return json.bytes
    }

    /// Ends one subscription of a socket, or all of them, which is told on it.
    mutating func unsubscribe(
        _ connection: ConnectionID, _ number: Int64?, _ now: Timestamp
    ) throws(ExchangeError) {
        var isFound = number == nil
        for account in spotEars.indices {
            for ear in spotEars[account]
            where ear.connection == connection && (number ?? ear.subscription) == ear.subscription {
                isFound = true
                let event = BinanceWriting.streamTerminated(at: stamp(now), ear.unit)
                accountEvents.append(
                    AccountEvent(
                        connection: connection, name: "eventStreamTerminated",
                        bytes: BinanceWriting.subscribed(ear.subscription, event)))
            }
            spotEars[account].removeAll {
                $0.connection == connection && (number ?? $0.subscription) == $0.subscription
            }
        }
        guard isFound else { throw .subscriptionInactive }
        if let place = place(of: connection) {
            clients[place].listens = spotEars.joined().contains { $0.connection == connection }
        }
    }

    /// A socket is gone: nobody is to be told anything on it.
    mutating func silenceEars(_ connection: ConnectionID) {
        for account in spotEars.indices {
            spotEars[account].removeAll { $0.connection == connection }
            futuresEars[account].removeAll { $0.connection == connection }
        }
    }
}
