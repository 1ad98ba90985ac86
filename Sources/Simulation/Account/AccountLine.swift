import BinanceVenue
import Exchanges
import Market

/// The shell of a venue's core, without sockets: it signs what is to be signed and hands it to the network,
/// and nothing of a life before comes to the core of this one.
struct AccountLine {
    private var network: FeedNetwork
    private let signer: BinanceSigner
    private let addresses: BinanceVenueAddresses
    /// Counts the lives of the process: each numbers its requests and connections from one.
    private var life: UInt64 = 0
    /// Requests that never arrive.
    var losses = 0
    /// Nothing arrives before this, monotonic.
    private(set) var cutUntil: Int64 = .min
    /// So many of the oldest fills are left out.
    var truncates = 0
    /// What was asked by requests for fills.
    private var questions: Set<ExchangeRequestID> = []
    private let bug: PlantedAccountBug?
    /// Signed requests so far, and the newest.
    private var signed = 0
    private var former: HTTPRequest?

    init(
        _ signer: BinanceSigner, _ addresses: BinanceVenueAddresses, seed: UInt64, _ bug: PlantedAccountBug?
    ) {
        (self.signer, self.addresses, self.bug) = (signer, addresses, bug)
        network = FeedNetwork(seed: seed)
    }

    var nextArrival: Int64 { network.nextArrival }

    func isCut(at now: Int64) -> Bool { now < cutUntil }

    /// The line is down for a while.
    mutating func cut(until end: Int64) {
        cutUntil = max(cutUntil, end)
        network.silenceAll()
    }

    /// The process died: its connections are gone.
    mutating func die(at now: Int64) {
        life += 1
        network.forgetClient(at: now)
    }

    // MARK: - Out

    mutating func carry(_ command: ClientCommand, at now: Int64) {
        switch command {
        case .open(let id, let url):
            network.carry(.open(outside(id), url: url), at: now)
            if isCut(at: now) { network.refuse(outside(id), at: now) }
        case .send(let id, let text): network.carry(.send(outside(id), text), at: now)
        case .sendSigned(let id, let message):
            guard let text = signer.signed(message, to: addresses.sockets) else { return }
            network.carry(.send(outside(id), text), at: now)
        case .ping(let id, let payload):
            network.carry(ClientCommand.ping(outside(id), payload: payload), at: now)
        case .close(let id): network.carry(.close(outside(id)), at: now)
        case .request(let id, let request, let base, let limit):
            let patience = Int64(limit) * 1_000_000
            guard let ready = ready(request, to: base) else {
                return network.fail(outside(id), .unsent("nobody signs it"), at: now)
            }
            if losses > 0 || isCut(at: now) {
                losses = max(0, losses - 1)
                return network.lose(outside(id), after: patience, at: now)
            }
            let asksFills = request.target.contains("userTrades") || request.target.contains("myTrades")
            if asksFills { questions.insert(outside(id)) }
            send(outside(id), ready, base, limit, at: now)
        }
    }

    private mutating func ready(_ request: HTTPRequest, to base: String) -> HTTPRequest? {
        guard request.security != .open else { return request }
        guard let ready = signer.signed(request, to: base) else { return nil }
        signed += 1
        defer { former = ready }
        return bug?.bend(ready, after: former, count: signed) ?? ready
    }

    private mutating func send(
        _ id: ExchangeRequestID, _ request: HTTPRequest, _ base: String, _ limit: Int, at now: Int64
    ) {
        let command = ClientCommand.request(id, request, base: base, timeoutMilliseconds: limit)
        network.carry(command, at: now)
        guard bug == .sentTwice, request.method == .post, request.target.contains("/order?") else { return }
        // Under a number of its own, since each is carried and answered by itself.
        let again = ExchangeRequestID(id.value | Self.copy)
        network.carry(.request(again, request, base: base, timeoutMilliseconds: limit), at: now)
    }

    private static let copy: UInt64 = 1 << 31

    /// Sends what the exchange wants sent.
    mutating func carry(_ command: ServerCommand, at now: Int64) {
        guard case .answer(let id, var response) = command else { return network.carry(command, at: now) }
        if isCut(at: now) { return }
        if questions.remove(id) != nil, truncates > 0, response.status == 200 {
            response.body = Self.withoutFirst(truncates, response.body)
        }
        network.carry(.answer(id, response), at: now)
    }

    /// A list without its first objects, none of which holds another.
    private static func withoutFirst(_ count: Int, _ list: [UInt8]) -> [UInt8] {
        var left = count
        for place in list.indices where list[place] == UInt8(ascii: "}") {
            left -= 1
            guard left == 0 else { continue }
            let rest = list[(place + 1)...]
            return Array("[".utf8) + (rest.first == UInt8(ascii: ",") ? rest.dropFirst() : rest)
        }
        return Array("[]".utf8)
    }

    mutating func answer(_ id: ConnectionID, isTaken: Bool, at now: Int64) {
        network.answer(id, isTaken: isTaken, at: now)
    }

    mutating func pong(_ id: ConnectionID, _ payload: UInt64, toExchange: Bool, at now: Int64) {
        network.pong(id, payload, toExchange: toExchange, at: now)
    }

    // MARK: - In

    /// The next packet that arrives by now.
    mutating func next(by now: Int64) -> FeedPacket? { network.next(by: now) }

    /// The number that the core of this life knows a request or a connection by; `nil` of another life's.
    func own(_ id: ExchangeRequestID) -> ExchangeRequestID? {
        id.value >> 32 == life && id.value & Self.copy == 0 ? ExchangeRequestID(id.value & 0xFFFF_FFFF) : nil
    }

    func own(_ id: ConnectionID) -> ConnectionID? {
        id.value >> 32 == life ? ConnectionID(id.value & 0xFFFF_FFFF) : nil
    }

    private func outside(_ id: ExchangeRequestID) -> ExchangeRequestID {
        ExchangeRequestID(life << 32 | id.value)
    }

    private func outside(_ id: ConnectionID) -> ConnectionID { ConnectionID(life << 32 | id.value) }
}
