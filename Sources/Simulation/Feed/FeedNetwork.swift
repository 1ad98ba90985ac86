import Exchanges
import Market

/// The wires between a client's core and an exchange's, in memory: each way of a connection keeps its order,
/// requests overtake one another, and all of it takes time.
struct FeedNetwork {
    private struct Wire {
        /// When the newest that is on its way arrives.
        var toExchange: Int64 = 0
        var toClient: Int64 = 0
        /// The exchange answers nothing on it any more, and keeps it open.
        var isSilent = false
    }

    private var queue = EventQueue<FeedPacket>()
    private var wires: [ConnectionID: Wire] = [:]
    private var waiting: Set<ExchangeRequestID> = []
    private var chance: SplitMix64

    init(seed: UInt64) { chance = SplitMix64(spreading: seed) }

    /// When the next packet arrives.
    var nextArrival: Int64 { queue.firstTime ?? .max }

    /// Sends what a client wants sent.
    mutating func carry(_ command: ClientCommand, at now: Int64) {
        switch command {
        case .open(let id, let url):
            wires[id] = Wire()
            send(.connect(id, target: Self.target(url)), on: id, toExchange: true, at: now)
        case .send(let id, let text): send(.textToExchange(id, text), on: id, toExchange: true, at: now)
        case .sendSigned: break  // A feed has no keys.
        case .ping(let id, let payload):
            send(.pingToExchange(id, payload), on: id, toExchange: true, at: now)
        case .close(let id):
            guard wires.removeValue(forKey: id) != nil else { return }
            queue.add(.gone(id), at: now + delay())
            queue.add(.ended(id, .wanted), at: now)
        case .request(let id, let content, _, let timeout):
            waiting.insert(id)
            queue.add(.request(id, content), at: now + delay())
            queue.add(.noAnswer(id, .timedOut), at: now + Int64(timeout) * 1_000_000)
        }
    }

    /// A request that never arrives: the client learns of it after its patience.
    mutating func lose(_ id: ExchangeRequestID, after patience: Int64, at now: Int64) {
        waiting.insert(id)
        queue.add(.noAnswer(id, .timedOut), at: now + patience)
    }

    /// A request that never leaves.
    mutating func fail(_ id: ExchangeRequestID, _ end: ConnectionEnd, at now: Int64) {
        waiting.insert(id)
        queue.add(.noAnswer(id, end), at: now)
    }

    /// A connection does not come to be.
    mutating func refuse(_ id: ConnectionID, at now: Int64) {
        wires[id]?.isSilent = true
        queue.add(.ended(id, .lost("no route to host")), at: now + delay())
    }

    /// Nothing comes through on any connection any more, and each stays open.
    mutating func silenceAll() { for id in wires.keys { wires[id]?.isSilent = true } }

    /// The client is gone, with all its connections and requests.
    mutating func forgetClient(at now: Int64) {
        for id in wires.keys.sorted(by: { $0.value < $1.value }) { queue.add(.gone(id), at: now + delay()) }
        wires.removeAll()
        waiting.removeAll()
    }

    /// Sends what an exchange wants sent.
    mutating func carry(_ command: ServerCommand, at now: Int64) {
        switch command {
        case .answer(let id, let response): queue.add(.answer(id, response), at: now + delay())
        case .drop(let id): queue.add(.noAnswer(id, .lost("reset by peer")), at: now + delay())
        case .send(let id, let bytes): send(.textToClient(id, bytes), on: id, toExchange: false, at: now)
        case .ping(let id, let payload):
            send(.pingToClient(id, payload), on: id, toExchange: false, at: now)
        case .close(let id, let code, let reason):
            let end = ConnectionEnd.closed(code: code, reason: reason)
            send(.ended(id, end), on: id, toExchange: false, at: now)
        case .cut(let id):
            send(.ended(id, .lost("reset by peer")), on: id, toExchange: false, at: now)
        case .silence(let id): wires[id]?.isSilent = true
        }
    }

    /// The exchange takes a connection, or does not.
    mutating func answer(_ id: ConnectionID, isTaken: Bool, at now: Int64) {
        let packet = isTaken ? FeedPacket.accepted(id) : .ended(id, .refused(status: 404))
        send(packet, on: id, toExchange: false, at: now)
    }

    /// Answers a ping as a shell does.
    mutating func pong(_ id: ConnectionID, _ payload: UInt64, toExchange: Bool, at now: Int64) {
        let packet = toExchange ? FeedPacket.pongToExchange(id, payload) : .pongToClient(id, payload)
        send(packet, on: id, toExchange: toExchange, at: now)
    }

    /// The next packet that arrives by now, and is not of a connection or request that has ended.
    mutating func next(by now: Int64) -> FeedPacket? {
        while nextArrival <= now, let (_, packet) = queue.takeFirst() {
            if isMeant(packet) { return packet }
        }
        return nil
    }

    private mutating func isMeant(_ packet: FeedPacket) -> Bool {
        switch packet {
        case .request, .gone: true
        case .answer(let id, _), .noAnswer(let id, _): waiting.remove(id) != nil
        case .ended(let id, let end): wires.removeValue(forKey: id) != nil || end == .wanted
        case .textToExchange(let id, _), .pingToExchange(let id, _), .pongToExchange(let id, _),
            .connect(let id, _):
            wires[id].map { !$0.isSilent } ?? false
        case .accepted(let id), .textToClient(let id, _), .pingToClient(let id, _), .pongToClient(let id, _):
            wires[id] != nil
        }
    }

    private mutating func send(
        _ packet: FeedPacket, on id: ConnectionID, toExchange: Bool, at now: Int64
    ) {
        guard var wire = wires[id], toExchange || !wire.isSilent else { return }
        let arrival = max(now + delay(), (toExchange ? wire.toExchange : wire.toClient) + 1)
        if toExchange { wire.toExchange = arrival } else { wire.toClient = arrival }
        wires[id] = wire
        queue.add(packet, at: arrival)
    }

    /// Some milliseconds, and now and then a good part of a second.
    private mutating func delay() -> Int64 {
        chance.happens(0.01) ? chance.milliseconds(50...400) : chance.milliseconds(1...40)
    }

    /// Path and query of a URL.
    private static func target(_ url: String) -> String {
        let rest = url.drop { $0 != ":" }.dropFirst(3)
        return String(rest.drop { $0 != "/" })
    }
}
