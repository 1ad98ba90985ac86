import Exchanges
import Market

/// What accounts are told of what happens to them.
extension ExchangeSimulator {
    /// Has those told who hear an account's events on a market.
    ///
    /// - Parameter write: makes the event, given the exchange's time and the unit in which moments are told.
    func ears(_ account: Int, _ market: MarketKind) -> [Ear] {
        market == .spot ? spotEars[account] : futuresEars[account]
    }

    /// Tells an event of spot.
    mutating func tellSpot(_ account: Int, _ name: String, _ write: (TimeUnit) -> [UInt8]) {
        for ear in spotEars[account] {
            let bytes = BinanceWriting.subscribed(ear.subscription, write(ear.unit))
            accountEvents.append(AccountEvent(connection: ear.connection, name: name, bytes: bytes))
        }
    }

    /// Sends what accounts are to be told, as far as no fault is in its way.
    mutating func sendAccountEvents() {
        guard !accountEvents.isEmpty else { return }
        let events = accountEvents
        accountEvents.removeAll(keepingCapacity: true)
        for event in events {
            guard !faults.isEmpty else {
                commands.append(.send(event.connection, event.bytes))
                continue
            }
            let late = faults.take(.lateEvents, at: event.name, life: lastLife)
            for bytes in faults.events(event.bytes, on: event.name, life: lastLife) {
                guard let late else {
                    commands.append(.send(event.connection, bytes))
                    continue
                }
                put(.send(event.connection, bytes), at: lastLife + late.milliseconds * 1_000_000)
            }
        }
    }
}
