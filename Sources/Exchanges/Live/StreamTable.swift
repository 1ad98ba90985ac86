import Market

/// What came on each stream of each symbol, and when.
package struct StreamTable: Sendable {
    /// How a stream is.
    @usableFromInline package enum State: UInt8, Sendable {
        /// Not subscribed to, or the connection is gone.
        case off
        /// Subscribed to, nothing came yet.
        case awaited
        /// It tells something.
        case live
        /// Nothing came for too long.
        case silent
    }

    private let limits: [StreamLimits]
    @usableFromInline var states: [State]
    @usableFromInline var lastAt: [Int64]
    @usableFromInline var counts: [UInt64]
    private var unusable: [UInt64]

    /// - Parameters:
    ///   - symbols: how many there are.
    ///   - limits: of each kind of stream that a symbol has.
    package init(symbols: Int, _ limits: [StreamLimits]) {
        self.limits = limits
        let count = symbols * limits.count
        states = Array(repeating: .off, count: count)
        lastAt = Array(repeating: 0, count: count)
        counts = Array(repeating: 0, count: count)
        unusable = Array(repeating: 0, count: count)
    }

    /// How a stream is.
    package func state(_ place: Int) -> State { states[place] }
    /// The messages that came.
    package func count(_ place: Int) -> UInt64 { counts[place] }
    /// Those of them that could not be used.
    package func unusable(_ place: Int) -> UInt64 { unusable[place] }
    /// When something came last, monotonic.
    package func lastAt(_ place: Int) -> Int64 { lastAt[place] }

    /// A message came.
    @inlinable package mutating func note(_ place: Int, at now: Int64) {
        states[place] = .live
        lastAt[place] = now
        counts[place] += 1
    }

    /// A message could not be used.
    package mutating func noteUnusable(_ place: Int) { unusable[place] += 1 }

    /// The exchange says that it is subscribed to.
    package mutating func subscribed(_ place: Int, at now: Int64) {
        guard states[place] != .live else { return }
        states[place] = .awaited
        lastAt[place] = now
    }

    /// Its connection is gone.
    package mutating func lost(_ place: Int) { states[place] = .off }

    /// Whether nothing came for so long that something must be wrong; said once for each silence.
    package mutating func fellSilent(_ place: Int, at now: Int64, firstLimit: Int64) -> Bool {
        let kind = limits[place % limits.count]
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
