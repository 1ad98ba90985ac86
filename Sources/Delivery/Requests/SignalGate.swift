import Messages

/// How many signals from outside are let in: so that nobody who sends more of them, by a fault or on purpose,
/// holds up the strategies' own. What stands before the gate costs no step and leaves no trace but a count.
struct SignalGate {
    /// Seconds' worth of signals that may come at once.
    static let burst = 5.0

    private var bucket: TokenBucket
    /// The second at hand, monotonic, and what came in it.
    private var second: Int64 = .min
    private var came = 0

    /// `rate`: signals a second.
    init(rate: Double) { bucket = TokenBucket(rate: rate, capacity: max(1, rate * Self.burst)) }

    /// Why a signal that comes now is refused; `nil` where it is let in.
    mutating func refusal(at now: Int64) -> Reason? {
        if now / 1_000_000_000 != second { (second, came) = (now / 1_000_000_000, 0) }
        came += 1
        return bucket.take(at: now)
            ? nil : Reason(.tooManySignals, found: Double(came), limit: bucket.rate)
    }
}
