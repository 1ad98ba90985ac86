import Market

/// What the requests of a minute weigh, as the exchange counts it: from each full minute of its clock.
package struct WeightBudget: Sendable {
    private static let minute = TimeSpan.minutes(1)

    /// What the exchange lets through a minute.
    package private(set) var limit: Int
    private let share: Double
    private var window = Timestamp.zero
    /// What this minute's requests weighed.
    package private(set) var used = 0
    /// Weight of requests that the answers' figure may not hold yet.
    private var underWay = 0

    /// - Parameters:
    ///   - limit: what the exchange lets through a minute.
    ///   - share: how much of that is used: others share the address.
    package init(limit: Int, share: Double) { (self.limit, self.share) = (limit, share) }

    /// The exchange tells its limit.
    package mutating func take(limit: Int) { self.limit = max(1, limit) }

    /// What may be used of a minute.
    package var usable: Int { max(1, Int(Double(limit) * share)) }

    /// Takes the weight of a request if the minute still has it. One that weighs more than a minute's share
    /// goes alone.
    ///
    /// - Parameter kept: the part of what may be used that is kept for others.
    package mutating func spend(_ weight: Int, at time: Timestamp, keeping kept: Double = 0) -> Bool {
        roll(to: time)
        // An order of futures weighs nothing: it is let through while the exchange's own limit stands.
        if weight == 0 { return used <= limit }
        let limit = kept == 0 ? usable : Int(Double(usable) * (1 - kept))
        guard used + underWay + weight <= limit || used + underWay == 0 else { return false }
        underWay += weight
        return true
    }

    /// A request was answered, or not: the exchange's own figure counts where it is larger.
    package mutating func settle(_ weight: Int, told: Int?, at time: Timestamp) {
        roll(to: time)
        underWay = max(0, underWay - weight)
        used = max(used + weight, told ?? 0)
    }

    /// Others of this machine have used up this minute.
    package mutating func exhaust(at time: Timestamp) {
        roll(to: time)
        used = max(used, usable)
    }

    /// When the next minute begins.
    package func nextWindow(after time: Timestamp) -> Timestamp { time.next(multipleOf: Self.minute) }

    private mutating func roll(to time: Timestamp) {
        let current = time.floor(to: Self.minute)
        // Back, too: this machine's clock may be ahead by years until the exchange has told its own.
        guard current != window else { return }
        window = current
        used = 0
    }
}
