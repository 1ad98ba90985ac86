import Market

/// What came on each stream of each symbol, and when.
struct StreamTable: Sendable {
    /// How a stream is.
    enum State: UInt8, Sendable {
        /// Not subscribed to, or the connection is gone.
        case off
        /// Subscribed to, nothing came yet.
        case awaited
        /// It tells something.
        case live
        /// Nothing came for too long.
        case silent
    }

    private var states: [State]
    private var lastAt: [Int64]
    private var counts: [UInt64]
    private var unusable: [UInt64]

    init(symbols: Int) {
        let count = symbols * StreamKind.count
        states = Array(repeating: .off, count: count)
        lastAt = Array(repeating: 0, count: count)
        counts = Array(repeating: 0, count: count)
        unusable = Array(repeating: 0, count: count)
    }

    /// The place of a symbol's stream.
    static func place(_ symbol: SymbolID, _ kind: StreamKind) -> Int {
        symbol.int * StreamKind.count + kind.rawValue
    }
    static func symbol(_ place: Int) -> SymbolID { SymbolID(place / StreamKind.count) }
    static func kind(_ place: Int) -> StreamKind { StreamKind(rawValue: place % StreamKind.count) ?? .ticker }

    func state(_ place: Int) -> State { states[place] }
    func count(_ place: Int) -> UInt64 { counts[place] }
    func unusable(_ place: Int) -> UInt64 { unusable[place] }
    /// When something came last, monotonic.
    func lastAt(_ place: Int) -> Int64 { lastAt[place] }

    /// A message came.
    mutating func note(_ place: Int, at now: Int64) {
        states[place] = .live
        lastAt[place] = now
        counts[place] += 1
    }

    /// A message could not be used.
    mutating func noteUnusable(_ place: Int) { unusable[place] += 1 }

    /// The exchange says that it is subscribed to.
    mutating func subscribed(_ place: Int, at now: Int64) {
        guard states[place] != .live else { return }
        states[place] = .awaited
        lastAt[place] = now
    }

    /// Its connection is gone.
    mutating func lost(_ place: Int) { states[place] = .off }

    /// Whether nothing came for so long that something must be wrong; said once for each silence.
    mutating func fellSilent(_ place: Int, at now: Int64, firstLimit: Int64) -> Bool {
        let kind = Self.kind(place)
        let limit: Int64? =
            switch states[place] {
            case .off, .silent: nil
            case .awaited: kind.beginsSoon ? firstLimit : nil
            case .live: kind.silenceSeconds.map { $0 * 1_000_000_000 }
            }
        guard let limit, now - lastAt[place] > limit else { return false }
        states[place] = .silent
        lastAt[place] = now
        return true
    }
}
