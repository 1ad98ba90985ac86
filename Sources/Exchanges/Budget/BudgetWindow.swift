import Market

/// What an exchange lets through in each of its windows of one length, and what this one has had.
///
/// A window begins with a full multiple of its length on the exchange's clock.
@frozen public struct BudgetWindow: BitwiseCopyable, Sendable, Hashable {
    /// How long it lasts, ns.
    public let length: Int64
    /// What it lets through.
    public private(set) var limit: Int64
    /// When it began, ns on the exchange's clock.
    public private(set) var start: Int64 = 0
    /// What it had.
    public private(set) var used: Int64 = 0

    /// - Parameters:
    ///   - length: how long it lasts; a minute where that is none.
    ///   - limit: what it lets through.
    public init(_ length: TimeSpan, limit: Int) {
        self.length = length.nanoseconds > 0 ? length.nanoseconds : TimeSpan.minutes(1).nanoseconds
        self.limit = Int64(max(1, min(limit, 1 << 30)))
    }

    /// When it ends.
    public var end: Timestamp { Timestamp(nanoseconds: start &+ length) }

    /// Goes on to the window of a time. A clock that was corrected backwards by less than a window stays in
    /// the later one; what lies further ahead is garbage, or another exchange's.
    public mutating func roll(to time: Timestamp) {
        let current = time.nanoseconds - time.nanoseconds % length
        guard current != start else { return }
        if current < start, start <= current &+ length { return }
        (start, used) = (current, 0)
    }

    /// Whether it still has so much, of all but a part kept back. What is more than a whole window goes
    /// alone.
    public func has(_ amount: Int, keeping part: Int64 = 0) -> Bool {
        used == 0 || used + Int64(amount) <= limit - part
    }

    /// A fifth, which is for exits alone.
    public var kept: Int64 { limit / 5 }

    /// Takes so much.
    public mutating func spend(_ amount: Int) { used += Int64(max(0, min(amount, 1 << 30))) }

    /// The exchange's own count stands where it is higher: others ask it, too.
    public mutating func correct(told: Int) { used = max(used, Int64(max(0, min(told, 1 << 30)))) }

    /// Whether it is what this type writes, for windows of this length: it may come out of a file.
    public func isSound(_ length: Int64) -> Bool {
        self.length == length && limit > 0 && start >= 0 && start < .max / 2 && (0..<1 << 40).contains(used)
    }

    /// The exchange tells its limit.
    public mutating func take(limit: Int) { self.limit = Int64(max(1, min(limit, 1 << 30))) }
}
