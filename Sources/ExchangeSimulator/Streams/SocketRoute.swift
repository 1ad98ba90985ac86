import Exchanges
import Market

/// Where a socket was opened: which market's streams it may hear, and how they are told.
struct SocketRoute: Sendable, Hashable {
    /// The parts of futures' sockets, and what both markets have for requests: the WebSocket API.
    enum Part: Sendable, Hashable { case unrouted, forPublic, forMarket, forPrivate, forCalls }

    let market: MarketKind
    let part: Part
    /// Whether events come with their stream's name.
    let isCombined: Bool
    /// The streams that the address names.
    let streams: [String]
    /// The events of accounts that it wants; all where none is named.
    let events: [String]
    /// In what moments are told.
    let unit: TimeUnit
    /// Whether answers tell what the minute has cost, if the request itself doesn't say.
    let tellsLimits: Bool

    /// Reads the target of a request for a socket; `nil` where nothing is served there. Where both markets
    /// are served an address without a route is spot's.
    init?(_ target: Target, markets: [MarketKind]) {
        var path = target.path.split(separator: "/").map(String.init)
        tellsLimits = target["returnRateLimits"] != "false"
        events = target.parameters.filter { $0.name == "events" }.flatMap {
            $0.value.split(separator: "/").map(String.init)
        }
        if let market = Self.calls[path], markets.contains(market) {
            guard let unit = ExchangeSimulator.unit(target["timeUnit"], market) else { return nil }
            (self.market, part, isCombined, streams, self.unit) = (market, .forCalls, false, [], unit)
            return
        }
        let parts: [(String, Part)] = [
            ("public", .forPublic), ("market", .forMarket), ("private", .forPrivate),
        ]
        if let routed = parts.first(where: { $0.0 == path.first }) {
            guard markets.contains(.um) else { return nil }
            (market, part) = (.um, routed.1)
            path.removeFirst()
        } else {
            guard let first = markets.first(where: { $0 == .spot }) ?? markets.first else { return nil }
            (market, part) = (first, .unrouted)
            // Some clients know spot by "/stream" in its address, as the exchange's host has it.
            if first == .spot, path.count > 1, path[0] == "stream", Self.forms.contains(path[1]) {
                path.removeFirst()
            }
        }
        guard let unit = ExchangeSimulator.unit(target["timeUnit"], market) else { return nil }
        self.unit = unit
        guard let form = path.first, Self.forms.contains(form) else { return nil }
        isCombined = form == "stream"
        let keys = target.parameters.filter { $0.name == "listenKey" }.map(\.value)
        if isCombined {
            guard path.count == 1 else { return nil }
            streams = (target["streams"] ?? "").split(separator: "/").map(String.init) + keys
        } else {
            streams = Array(path.dropFirst()) + keys
        }
    }

    private static let forms = ["ws", "stream"]
    private static let calls: [[String]: MarketKind] = [  // tidy-ok: looked up, never gone through
        ["ws-api", "v3"]: .spot, ["ws-fapi", "v1"]: .um,
    ]

    /// Whether accounts are heard here.
    func hearsAccounts(_ routes: SimulatorTerms.Routes) -> Bool {
        part == .forPrivate || routes == .any && market == .um && part != .forCalls
    }

    /// Whether a stream flows here.
    func carries(_ kind: StreamKind, _ routes: SimulatorTerms.Routes) -> Bool {
        guard market == .um, routes == .strict else { return true }
        switch part {
        case .unrouted, .forPublic: return kind.isPublic
        case .forMarket: return !kind.isPublic
        case .forPrivate, .forCalls: return false
        }
    }
}
