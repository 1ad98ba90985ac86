import Market

/// What the exchange lets a socket do, and how long it lets it stand; nanoseconds of connection time.
struct SocketRules: Sendable, Hashable {
    /// How many streams it may hear.
    let streams = 1024
    /// How many messages it may send a second, pongs and pings among them.
    let messages: Int
    let pingEvery: Int64
    /// How long a pong may be missing.
    let pongWithin: Int64
    /// How long it stands at most.
    let life: Int64 = 24 * 3600 * 1_000_000_000

    init(_ market: MarketKind) {
        switch market {
        case .spot: (messages, pingEvery, pongWithin) = (5, 20_000_000_000, 60_000_000_000)
        case .um: (messages, pingEvery, pongWithin) = (10, 180_000_000_000, 600_000_000_000)
        }
    }
}
