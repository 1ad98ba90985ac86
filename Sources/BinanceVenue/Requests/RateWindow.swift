import Market

/// How many orders the exchange lets through in a window of its clock, which begins at a multiple of its
/// length.
struct RateWindow: Sendable {
    let span: TimeSpan
    let limit: Int
    private var window = Timestamp.zero
    private(set) var used = 0

    init(_ span: TimeSpan, limit: Int) { (self.span, self.limit) = (span, limit) }

    /// Whether there is room for one more below a share of the limit.
    mutating func hasRoom(_ share: Double, at time: Timestamp) -> Bool {
        roll(to: time)
        return used < max(1, Int(Double(limit) * share))
    }

    mutating func spend(at time: Timestamp) {
        roll(to: time)
        used += 1
    }

    /// The exchange's own figure counts where it is larger; that of a request from about when the window
    /// began may be of the one before, which may be a day's.
    mutating func settle(told: Int, askedAt: Timestamp, at time: Timestamp) {
        roll(to: time)
        guard (askedAt - .seconds(1)).floor(to: span) == window else { return }
        used = max(used, min(told, 1_000_000))
    }

    /// When the next window begins.
    func next(after time: Timestamp) -> Timestamp { time.next(multipleOf: span) }

    private mutating func roll(to time: Timestamp) {
        let current = time.floor(to: span)
        guard current != window else { return }
        (window, used) = (current, 0)
    }
}
