import Market

/// What is asked for by HTTP: what waits, in which order it goes, what the exchange lets through a minute,
/// and when it may be asked again after it refused.
package struct Requests<Paths: RequestPaths>: Sendable {
    /// One thing that can be asked for.
    package typealias Wish = Paths.Wish

    private struct Waiting: Sendable {
        let wish: Wish
        /// Not before this, monotonic.
        var notBefore: Int64
        var delay: RetryDelay
    }

    /// A request under way.
    package struct UnderWay: Sendable {
        /// Names it for the shell.
        package let id: ExchangeRequestID
        /// What is asked for.
        package let wish: Wish
        /// When it was asked for.
        package let askedAt: Moment
        fileprivate let weight: Int
        fileprivate var delay: RetryDelay

        /// How often it failed so far.
        package var failures: Int { delay.failures }
    }

    private let paths: Paths
    private let base: String
    private let timeoutMilliseconds: Int
    private let parallel: Int
    private let fresh: RetryDelay
    /// What the requests of this minute weighed.
    package private(set) var budget: WeightBudget
    private var waiting: [Waiting] = [] {
        didSet { soonest = waiting.reduce(.max) { min($0, $1.notBefore) } }
    }
    /// Sent, and not answered yet.
    package private(set) var underWay: [UnderWay] = [] {
        didSet { isFull = underWay.count >= parallel }
    }
    private var lastID: UInt64 = 0
    /// Nothing goes before this, monotonic: the exchange refused.
    @usableFromInline package private(set) var pausedUntil: Int64 = .min
    /// When the budget has more, monotonic.
    @usableFromInline var budgetAt: Int64 = .min

    // What is looked at with every message is inlined: a call of another module's generic code allocates.
    @usableFromInline var hasNew = false
    @usableFromInline var isFull = false
    @usableFromInline var soonest: Int64 = .max

    /// - Parameters:
    ///   - paths: how the exchange wants to be asked.
    ///   - base: scheme, host and port.
    ///   - timeoutMilliseconds: how long an answer may take.
    ///   - parallel: requests under way at most.
    ///   - delay: how long to wait before one that failed is tried again.
    ///   - budget: what all requests of a minute may weigh.
    package init(
        _ paths: Paths, at base: String, timeoutMilliseconds: Int, parallel: Int, delay: RetryDelay,
        budget: WeightBudget
    ) {
        (self.paths, self.base, self.timeoutMilliseconds) = (paths, base, timeoutMilliseconds)
        (self.parallel, fresh, self.budget) = (max(1, parallel), delay, budget)
    }

    /// Whether something was asked for since `next` had nothing more.
    @inlinable package var isNew: Bool { hasNew }

    /// How many wait or are under way.
    package var count: Int { waiting.count + underWay.count }

    /// Whether this is asked for.
    package func has(_ wish: Wish) -> Bool {
        underWay.contains { $0.wish == wish } || waiting.contains { $0.wish == wish }
    }

    /// Asks for something, unless it is asked for already.
    package mutating func want(_ wish: Wish, notBefore: Int64 = .min) {
        guard !has(wish) else { return }
        hasNew = true
        waiting.append(Waiting(wish: wish, notBefore: notBefore, delay: fresh))
    }

    /// Takes back what still waits.
    package mutating func drop(where isUnwanted: (Wish) -> Bool) { waiting.removeAll { isUnwanted($0.wish) } }

    /// What is sent for a wish.
    package func content(of wish: Wish) -> HTTPRequest { HTTPRequest(.get, paths.target(of: wish)) }

    /// The next request that may go now, and the command that sends it.
    package mutating func next(at moment: Moment, _ clock: ServerClock) -> (UnderWay, ClientCommand)? {
        hasNew = false
        guard moment.monotonic >= pausedUntil, underWay.count < parallel else { return nil }
        var best: Int?
        for index in waiting.indices where waiting[index].notBefore <= moment.monotonic {
            if best.map({ paths.rank(of: waiting[index].wish) < paths.rank(of: waiting[$0].wish) }) ?? true {
                best = index
            }
        }
        guard let best else { return nil }
        let found = waiting[best]
        let weight = paths.weight(of: found.wish)
        let time = clock.now(moment)
        guard budget.spend(weight, at: time) else {
            let wait = (budget.nextWindow(after: time) - time).nanoseconds
            budgetAt = moment.monotonic + clock.machineTime(of: wait)
            return nil
        }
        waiting.remove(at: best)
        lastID += 1
        let request = UnderWay(
            id: ExchangeRequestID(lastID), wish: found.wish, askedAt: moment, weight: weight,
            delay: found.delay)
        underWay.append(request)
        var content = content(of: found.wish)
        content.cost = paths.sharedMarket.map {
            RequestCost($0, weight: weight, of: budget.limit, .history, at: time)
        }
        let command = ClientCommand.request(
            request.id, content, base: base, timeoutMilliseconds: timeoutMilliseconds)
        return (request, command)
    }

    /// A request came to its end: what it was, and the weight that the exchange tells is counted.
    package mutating func finish(
        _ id: ExchangeRequestID, _ response: HTTPResponse?, at moment: Moment, _ clock: ServerClock
    ) -> UnderWay? {
        guard let place = underWay.firstIndex(where: { $0.id == id }) else { return nil }
        let request = underWay.remove(at: place)
        let told = paths.usedWeight.flatMap { response?.header($0) }.flatMap { Int($0) }
        budget.settle(request.weight, told: told.map { min(max(0, $0), 1_000_000) }, at: clock.now(moment))
        return request
    }

    /// A request did not leave, since others of this machine used up what the exchange lets through for so
    /// long: it waits, and with it all others. That is no failure of it.
    package mutating func putBack(
        _ request: UnderWay, after wait: Int64, at moment: Moment, _ clock: ServerClock
    ) {
        budget.exhaust(at: clock.now(moment))
        let again = moment.monotonic + max(0, min(wait, 400_000 * 1_000_000_000))
        budgetAt = max(budgetAt, again)
        waiting.append(Waiting(wish: request.wish, notBefore: again, delay: request.delay))
    }

    /// Asks once more, later.
    package mutating func retry(_ request: UnderWay, at moment: Moment, _ chance: inout SplitMix64) {
        var delay = request.delay
        let wait = delay.failed(&chance)
        waiting.append(Waiting(wish: request.wish, notBefore: moment.monotonic + wait, delay: delay))
    }

    /// The exchange wants no requests for so long; a longer pause that it wanted before stands.
    private mutating func pause(seconds: Int64, at moment: Moment, _ clock: ServerClock) {
        let wait = clock.machineTime(of: min(max(1, seconds), 400_000) * 1_000_000_000)
        pausedUntil = max(pausedUntil, moment.monotonic + wait)
    }

    /// Whether an answer says that the exchange wants to be left in peace: for how many seconds.
    package mutating func pause(
        after response: HTTPResponse, at moment: Moment, _ clock: ServerClock
    ) -> Int64? {
        guard let seconds = response.pauseSeconds else { return nil }
        pause(seconds: seconds, at: moment, clock)
        return seconds
    }

    /// The exchange tells what all requests of a minute may weigh.
    package mutating func take(weightLimit: Int) { budget.take(limit: weightLimit) }

    /// When `next` may have one, monotonic.
    @inlinable package func wakesAt(_ now: Int64) -> Int64 {
        guard !isFull, soonest != .max else { return .max }
        return max(soonest, pausedUntil, budgetAt > now ? budgetAt : .min)
    }
}
