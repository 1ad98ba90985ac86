import Exchanges
import Market

/// Futures' user streams.
extension ExchangeSimulator {
    /// The account's key: the one that it has, which is good for longer then, or a new one.
    mutating func makeListenKey(_ account: Int) -> [UInt8] {
        let until = lastLife + ListenKey.span
        nextCare = min(nextCare, until)
        if let place = listenKeys.firstIndex(where: { $0.account == account }) {
            listenKeys[place].until = until
        } else {
            var text = ""
            for _ in 0..<3 { text += desks[0].nextName().description }
            listenKeys.append(ListenKey(account: account, text: String(text.prefix(64)), until: until))
        }
        return Self.told(listenKeys.first { $0.account == account }?.text ?? "")
    }

    mutating func keepListenKey(_ account: Int) throws(ExchangeError) -> [UInt8] {
        guard let place = listenKeys.firstIndex(where: { $0.account == account }) else { throw .listenKey }
        listenKeys[place].until = lastLife + ListenKey.span
        return Self.told(listenKeys[place].text)
    }

    mutating func dropListenKey(_ account: Int) throws(ExchangeError) -> [UInt8] {
        guard let place = listenKeys.firstIndex(where: { $0.account == account }) else { throw .listenKey }
        listenKeys.remove(at: place)
        futuresEars[account].removeAll()
        return Array("{}".utf8)
    }

    private static func told(_ key: String) -> [UInt8] {
        var json = JSONText()
        json.object { $0.text("listenKey", key) }
        return json.bytes
    }

    /// Ends keys: those whose time is over, or all of them.
    mutating func expireListenKeys(all: Bool = false) {
        let gone = listenKeys.filter { all || $0.until <= lastLife }
        guard !gone.isEmpty else { return }
        listenKeys.removeAll { all || $0.until <= lastLife }
        for key in gone {
            let time = lastTime
            tellFutures(
                key.account, "listenKeyExpired", BinanceWriting.listenKeyExpired(key.text, at: stamp(time)))
            futuresEars[key.account].removeAll()
        }
        sendAccountEvents()
    }

    /// Lets a socket hear the accounts whose keys are among some names; answers the other names.
    mutating func hear(_ names: [String], on connection: ConnectionID) -> [String] {
        guard let place = place(of: connection), clients[place].route.hearsAccounts(terms.routes) else {
            return names
        }
        var others: [String] = []
        for name in names {
            guard let key = listenKeys.first(where: { $0.text == name }) else {
                others.append(name)
                continue
            }
            let route = clients[place].route
            futuresEars[key.account].removeAll { $0.connection == connection }
            futuresEars[key.account].append(
                Ear(
                    connection: connection, listenKey: name, unit: .millisecond,
                    isCombined: clients[place].isCombined, events: route.events))
            clients[place].listens = true
            if !clients[place].streams.contains(name) { clients[place].streams.append(name) }
        }
        return others
    }

    /// Lets a socket hear the account of a key no more.
    mutating func unhear(_ name: String, on connection: ConnectionID) {
        for account in futuresEars.indices {
            futuresEars[account].removeAll { $0.connection == connection && $0.listenKey == name }
        }
    }
}
