import Market

/// Where a socket was opened: which market's streams it may hear, and how they are told.
struct SocketRoute: Sendable, Hashable {
    /// The parts of futures' sockets.
    enum Part: Sendable, Hashable { case unrouted, forPublic, forMarket, forPrivate }

    let market: MarketKind
    let part: Part
    /// Whether events come with their stream's name.
    let isCombined: Bool
    /// The streams that the address names.
    let streams: [String]

    /// Reads the target of a request for a socket; `nil` where nothing is served there. Where both markets
    /// are served an address without a route is spot's.
    init?(_ target: Target, markets: [MarketKind]) {
        var path = target.path.split(separator: "/").map(String.init)
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
        }
        guard let form = path.first, form == "ws" || form == "stream" else { return nil }
        isCombined = form == "stream"
        if isCombined {
            guard path.count == 1 else { return nil }
            streams = (target["streams"] ?? "").split(separator: "/").map(String.init)
        } else {
            streams = Array(path.dropFirst())
        }
    }

    /// Whether a stream flows here.
    func carries(_ kind: StreamKind, _ routes: SimulatorTerms.Routes) -> Bool {
        guard market == .um, routes == .strict else { return true }
        switch part {
        case .unrouted, .forPublic: return kind.isPublic
        case .forMarket: return !kind.isPublic
        case .forPrivate: return false
        }
    }
}
