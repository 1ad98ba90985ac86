/// A limit of rate: as many at once as it holds, and then as fast as it fills again (the leaky bucket as a
/// meter: Turner, "New directions in communications", IEEE Communications Magazine 24, 1986).
struct TokenBucket {
    /// Tokens that come back in a second, and the most that it holds.
    let rate: Double
    let capacity: Double
    private var tokens: Double
    /// Monotonic time up to which it was filled, ns.
    private var filled: Int64 = .min

    init(rate: Double, capacity: Double) {
        self.rate = rate
        self.capacity = capacity
        tokens = capacity
    }

    /// Takes a token at a moment of monotonic time; `false` where there is none.
    mutating func take(at now: Int64) -> Bool {
        if filled != .min, now > filled {
            tokens = min(capacity, tokens + Double(now - filled) / 1e9 * rate)
        }
        filled = max(filled, now)
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
